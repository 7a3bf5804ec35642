import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Component } from '@weft/component'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildGuest } from './support/build-guest.js'
import { runGuest } from './support/run-guest.js'

/** `error-code`, in the order of WIT. */
const codes =
  'access already bad-descriptor busy deadlock quota exist file-too-large illegal-byte-sequence in-progress interrupted invalid io is-directory loop too-many-links message-size name-too-long no-device no-entry no-lock insufficient-memory insufficient-space not-directory not-empty not-recoverable unsupported no-tty no-such-device overflow not-permitted pipe read-only invalid-seek text-file-busy cross-device other'.split(
    ' ',
  )

let guest: Component
let root = ''

beforeAll(async () => {
  guest = await buildGuest('files')
})

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'weft-files-'))
  mkdirSync(path.join(root, 'granted'))
  writeFileSync(path.join(root, 'secret.txt'), 'secret')
  writeFileSync(path.join(root, 'granted', 'a.txt'), 'test-a')
})

afterEach(() => rmSync(root, { recursive: true }))

async function steps(commands: readonly string[], readOnly = false): Promise<string[]> {
  const dirs = [{ hostPath: path.join(root, 'granted'), guestPath: '/', readOnly }]
  const { stdout } = await runGuest(guest, { args: commands, dirs })
  const lines = stdout.trimEnd().split('\n')
  return lines.map((line) => line.replaceAll(/!(\d+)/g, (_, tag) => `!${codes[Number(tag)]}`))
}

async function expectSteps(expected: Readonly<Record<string, string>>, readOnly = false): Promise<void> {
  const results = await steps(Object.keys(expected), readOnly)
  expect(
    Object.fromEntries(Object.keys(expected).map((command, index) => [command, results[index]])),
  ).toEqual(expected)
}

describe('paths', () => {
  test('do not leave the folder', () =>
    expectSteps({
      ". open x '' r": '!no-entry',
      '. open x .. r': '!not-permitted',
      '. open x / r': '!not-permitted',
      '. open x a/../../secret.txt r': '!no-entry',
      '. open x ./.././granted/a.txt r': '!not-permitted',
      '. stat-at /etc/passwd': '!not-permitted',
      '. open x a.txt/b r': '!not-directory',
    }))

  test('do not leave the folder by links', async () => {
    symlinkSync(path.join(root, 'secret.txt'), path.join(root, 'granted', 'absolute'))
    await expectSteps({
      '. symlink .. up': 'ok',
      '. open x up r follow': '!not-permitted',
      '. open x up r': '!loop',
      '. open x up/secret.txt r': '!not-permitted',
      '. open x absolute r follow': '!not-permitted',
      '. readlink absolute': '!not-permitted',
      '. readlink up': '..',
      '. symlink up two': 'ok',
      '. open x two/secret.txt r follow': '!not-permitted',
      '. symlink two/secret.txt three': 'ok',
      '. open x three r follow': '!not-permitted',
      '. open x missing/../up/secret.txt r follow': '!no-entry',
      '. symlink /etc/passwd four': '!not-permitted',
      '. symlink self self': 'ok',
      '. open x self r follow': '!loop',
      '. mkdir up/new': '!not-permitted',
      '. rename a.txt up/a.txt .': '!not-permitted',
      '. link a.txt up/a.txt .': '!not-permitted',
      '. unlink up/secret.txt': '!not-permitted',
    })
  })

  test('do not leave a folder that became a link after it was opened', () =>
    expectSteps({
      '. mkdir d': 'ok',
      '. open d d rmd': 'ok 33',
      '. rename d e .': 'ok',
      '. symlink .. d': 'ok',
      'd open x secret.txt r': '!no-entry',
      'd list': ' !no-entry',
    }))

  test('follow links that stay inside', () =>
    expectSteps({
      '. mkdir d': 'ok',
      '. symlink ../a.txt d/link': 'ok',
      '. open x d/link r follow': 'ok 1',
      'x read 0': '"test-a" ok',
      '. symlink . here': 'ok',
      '. open y here/here/a.txt r': 'ok 1',
      '. open z here rd follow': 'ok 1',
      'z type': '2',
    }))
})

describe('bytes', () => {
  test('are read and written at offsets, and at the end', () =>
    expectSteps({
      '. open a a.txt r': 'ok 1',
      'a read 1': '"est-a" ok',
      'a read 6': '"" ok',
      'a read 600': '"" ok',
      'a read 18446744073709551615': '"" !invalid',
      'a write 0 x': '!bad-descriptor 6',
      '. open c c rwcx': 'ok 3',
      'c write 0 hello!': 'ok 6',
      'c write 3 p': 'ok 6',
      'c write -1 more': 'ok 10',
      'c read 0': '"helpo!more" ok',
      'c write 12 z': 'ok 13',
      'c read 10': '"\u0000\u0000z" ok',
      'c sync': 'ok',
      'c sync-data': 'ok',
      'a sync': 'ok',
      '. open w c w': 'ok 2',
      'w read 0': '"" !bad-descriptor',
      '. read 0': '"" !bad-descriptor',
    }))

  test('have a size that can be set', () =>
    expectSteps({
      '. open c c rwcx': 'ok 3',
      'c size 42': 'ok',
      'c stat': expect.stringMatching(/^5 1 42 /) as never,
      'c size 18446744073709551615': '!file-too-large',
      '. open r c r': 'ok 1',
      'r size 1': '!invalid',
      '. size 1': '!bad-descriptor',
      '. open t c rwt': 'ok 3',
      'r stat': expect.stringMatching(/^5 1 0 /) as never,
      '. unlink c': 'ok',
      'c size 7': 'ok',
      'r stat ': expect.stringMatching(/^5 0 7 /) as never,
    }))
})

describe('open-at', () => {
  test('has the flags of POSIX', () =>
    expectSteps({
      '. open a a.txt -': 'ok 1',
      '. open a a.txt x': 'ok 1',
      '. open a a.txt w': 'ok 2',
      '. open b b -': '!no-entry',
      '. open b b cx': 'ok 3',
      '. open b b cxr': '!exist',
      '. open c c cw': 'ok 2',
      '. open a a.txt d': '!not-directory',
      '. open a a.txt/ r': '!not-directory',
      '. open d d/ cr': '!is-directory',
      '. open d . w': '!is-directory',
      '. open d . -': 'ok 1',
      '. open d . rmd': 'ok 33',
      '. open d d dc': '!invalid',
      'a open x . r': '!not-directory',
    }))

  test('keeps folders as they are that were opened without mutate-directory', () =>
    expectSteps({
      '. open d . rd': 'ok 1',
      'd mkdir new': '!read-only',
      'd open x x cw': '!read-only',
      'd open x . rm': '!read-only',
      'd unlink a.txt': '!read-only',
      'd open x a.txt r': 'ok 1',
    }))

  test('keeps folders as they are that were granted for reading', async () => {
    await expectSteps(
      {
        '. open x a.txt w': '!read-only',
        '. open x . rm': '!read-only',
        '. mkdir new': '!read-only',
        '. times-at a.txt 1 1': '!read-only',
        '. open x a.txt r': 'ok 1',
        'x times 1 1': '!read-only',
      },
      true,
    )
    const dirs = [{ hostPath: path.join(root, 'granted'), guestPath: '/', readOnly: true }]
    expect(await runGuest(guest, { args: ['. mkdir x'], dirs })).toMatchObject({ denied: ['write'] })
  })
})

describe('folders', () => {
  test('are made, listed and removed', () =>
    expectSteps({
      ". mkdir ''": '!no-entry',
      '. mkdir .': '!exist',
      '. mkdir ..': '!not-permitted',
      '. mkdir a.txt': '!exist',
      '. mkdir d/': 'ok',
      '. mkdir d/e': 'ok',
      '. symlink d l': 'ok',
      '. list': 'a.txt:5 d:2 l:4 ok',
      '. rmdir d': '!not-empty',
      '. rmdir d/e': 'ok',
      '. rmdir .': '!invalid',
      '. rmdir d/..': '!invalid',
      '. rmdir ..': '!not-permitted',
      '. rmdir a.txt': '!not-directory',
      '. rmdir l': '!not-directory',
      '. rmdir z': '!no-entry',
      '. rmdir d/': 'ok',
      '. open a a.txt r': 'ok 1',
      'a list': ' !not-directory',
    }))

  test('have entries that are linked, renamed and unlinked', () =>
    expectSteps({
      '. link . x .': '!not-permitted',
      ". link '' x .": '!no-entry',
      ". link a.txt '' .": '!no-entry',
      '. link a.txt a.txt .': '!exist',
      '. link a.txt / .': '!not-permitted',
      '. link a.txt b .': 'ok',
      '. open a a.txt r': 'ok 1',
      '. open b b r': 'ok 1',
      'a same b': 'true',
      'a same .': 'false',
      '. same .': 'true',
      '. unlink b': 'ok',
      '. unlink b ': '!no-entry',
      '. unlink .': '!is-directory',
      '. unlink a.txt/': '!not-directory',
      '. rename a.txt a.txt .': 'ok',
      '. rename . q .': '!busy',
      '. rename q r .': '!no-entry',
      '. mkdir d': 'ok',
      '. open d d rmd': 'ok 33',
      '. rename a.txt moved d': 'ok',
      'd rename moved a.txt .': 'ok',
      'd rename moved x .': '!no-entry',
      '. rename a.txt d .': '!is-directory',
      '. unlink d': '!is-directory',
      ". symlink '' s": '!no-entry',
      ". symlink s ''": '!no-entry',
      '. readlink .': '!invalid',
      '. readlink a.txt': '!invalid',
      '. readlink z': '!no-entry',
    }))
})

test('times and other metadata', () =>
  expectSteps({
    '. open a a.txt rw': 'ok 3',
    'a times 42 69': 'ok',
    'a stat': '5 1 6 69.500000000',
    '. times-at a.txt 1 2': 'ok',
    '. stat-at a.txt': '5 1 6 2.500000000',
    'a times -7 -5': 'ok',
    '. stat-at a.txt ': '5 1 6 -5.500000000',
    '. times-at a.txt 1 2 ': 'ok',
    'a times keep keep': 'ok',
    'a times now keep': 'ok',
    'a stat ': '5 1 6 2.500000000',
    '. symlink a.txt l': 'ok',
    '. times-at l 1 7': 'ok',
    '. stat-at l': '4 1 5 7.500000000',
    '. stat-at l follow': '5 1 6 2.500000000',
    '. times-at z 1 1': '!no-entry',
    '. times-at .. 1 1': '!not-permitted',
    '. hash .': 'true',
    '. hash a.txt': 'false',
    'a type': '5',
    'a advise': 'ok',
    '. advise': '!bad-descriptor',
    '. stat-at z': '!no-entry',
  }))

test('a guest without folders is told so, and the host if it fails', async () => {
  const { exitCode, denied } = await runGuest(guest, { args: [] })
  expect({ exitCode, denied }).toEqual({ exitCode: 0, denied: [] })
  await expect(runGuest(guest, { args: ['. list'] })).rejects.toMatchObject({ code: 'trap' })
})

test('a folder that is not there is an error of the host', async () => {
  const dirs = [{ hostPath: path.join(root, 'missing') }]
  await expect(runGuest(guest, { dirs })).rejects.toThrow(/cannot grant the folder .*missing/)
  await expect(runGuest(guest, { dirs: [{ hostPath: path.join(root, 'secret.txt') }] })).rejects.toThrow(
    /it is no folder/,
  )
})
