import { expect, test } from 'vitest'
import { Mailbox } from './mailbox.js'

test('things go to those who asked, in order, and not to those who have stopped waiting', async () => {
  const mailbox = new Mailbox<number>()
  const [first, second, third] = [mailbox.take(), mailbox.take(), mailbox.take()]
  expect(second.cancel()).toBe(true)
  for (const value of [1, 2, 3]) mailbox.put(value)
  expect(await Promise.all([first.promise, third.promise, mailbox.take().promise])).toEqual([1, 2, 3])
  expect(first.cancel()).toBe(false)
})

test('an error is told once, and the end to all who wait or come', async () => {
  const mailbox = new Mailbox<number>()
  mailbox.fail(new Error('once'))
  await expect(mailbox.take().promise).rejects.toThrow('once')
  const waiting = mailbox.take().promise
  mailbox.close(new Error('closed'))
  await expect(waiting).rejects.toThrow('closed')
  await expect(mailbox.take().promise).rejects.toThrow('closed')
})

test('what nobody takes does not pile up', async () => {
  const mailbox = new Mailbox<number>()
  for (let value = 0; value < 5000; value++) mailbox.put(value)
  for (let value = 0; value < 1024; value++) await mailbox.take().promise
  mailbox.put(-1)
  expect(await mailbox.take().promise).toBe(-1)
})
