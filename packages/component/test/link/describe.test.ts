import { expect, it } from 'vitest'
import { compileText } from '../support/parse.js'
import { things } from '../support/texts.js'

it('describes imports of every kind as plain data', async () => {
  const component = await compileText(`(component
    (import "wasi:http/types@0.3.0" (instance $types
      (export "request" (type $request (sub resource)))
      (type $e (variant (case "timeout") (case "other" (option string))))
      (export "error-code" (type $error (eq $e)))
      (export "handle" (func async (param "request" (own $request)) (result (result (error $error)))))))
    (alias export $types "request" (type $request))
    (alias export $types "error-code" (type $error))
    (type $p (record (field "x" f32) (field "y" (list u8 4))))
    (import "point" (type $point (eq $p)))
    (import "move-it" (func (param "point" $point) (param "r" (borrow $request)) (result (tuple (stream u8) (future (result (error $error))) (result) (stream)))))
    (import "lib" (core module (import "a" "m" (memory 1)) (export "f" (func))))
    (import "inner" (component (import "n" (func)) (export "e" (func)))))`)
  const copy: unknown = JSON.parse(JSON.stringify(component.imports))
  expect(copy).toEqual(component.imports)
  expect(component.imports).toMatchInlineSnapshot(`
    [
      {
        "exports": [
          {
            "kind": "resource",
            "name": "request",
            "resource": "wasi:http/types@0.3.0#request",
          },
          {
            "kind": "type",
            "name": "error-code",
            "type": {
              "cases": [
                {
                  "label": "timeout",
                },
                {
                  "label": "other",
                  "type": {
                    "kind": "option",
                    "type": "string",
                  },
                },
              ],
              "kind": "variant",
              "name": "wasi:http/types@0.3.0#error-code",
            },
          },
          {
            "kind": "func",
            "name": "handle",
            "type": {
              "async": true,
              "params": [
                {
                  "label": "request",
                  "type": {
                    "kind": "own",
                    "resource": "wasi:http/types@0.3.0#request",
                  },
                },
              ],
              "result": {
                "error": {
                  "cases": [
                    {
                      "label": "timeout",
                    },
                    {
                      "label": "other",
                      "type": {
                        "kind": "option",
                        "type": "string",
                      },
                    },
                  ],
                  "kind": "variant",
                  "name": "wasi:http/types@0.3.0#error-code",
                },
                "kind": "result",
              },
            },
          },
        ],
        "kind": "instance",
        "name": "wasi:http/types@0.3.0",
      },
      {
        "kind": "type",
        "name": "point",
        "type": {
          "fields": [
            {
              "label": "x",
              "type": "f32",
            },
            {
              "label": "y",
              "type": {
                "element": "u8",
                "kind": "list",
                "length": 4,
              },
            },
          ],
          "kind": "record",
          "name": "point",
        },
      },
      {
        "kind": "func",
        "name": "move-it",
        "type": {
          "async": false,
          "params": [
            {
              "label": "point",
              "type": {
                "fields": [
                  {
                    "label": "x",
                    "type": "f32",
                  },
                  {
                    "label": "y",
                    "type": {
                      "element": "u8",
                      "kind": "list",
                      "length": 4,
                    },
                  },
                ],
                "kind": "record",
                "name": "point",
              },
            },
            {
              "label": "r",
              "type": {
                "kind": "borrow",
                "resource": "wasi:http/types@0.3.0#request",
              },
            },
          ],
          "result": {
            "kind": "tuple",
            "types": [
              {
                "element": "u8",
                "kind": "stream",
              },
              {
                "element": {
                  "error": {
                    "cases": [
                      {
                        "label": "timeout",
                      },
                      {
                        "label": "other",
                        "type": {
                          "kind": "option",
                          "type": "string",
                        },
                      },
                    ],
                    "kind": "variant",
                    "name": "wasi:http/types@0.3.0#error-code",
                  },
                  "kind": "result",
                },
                "kind": "future",
              },
              {
                "kind": "result",
              },
              {
                "kind": "stream",
              },
            ],
          },
        },
      },
      {
        "exports": [
          {
            "kind": "core func",
            "name": "f",
          },
        ],
        "imports": [
          {
            "kind": "core memory",
            "module": "a",
            "name": "m",
          },
        ],
        "kind": "module",
        "name": "lib",
      },
      {
        "exports": [
          {
            "kind": "func",
            "name": "e",
            "type": {
              "async": false,
              "params": [],
            },
          },
        ],
        "imports": [
          {
            "kind": "func",
            "name": "n",
            "type": {
              "async": false,
              "params": [],
            },
          },
        ],
        "kind": "component",
        "name": "inner",
      },
    ]
  `)
})

it('finds types of exports that are not written at them', async () => {
  const component = await compileText(things)
  expect(component.imports).toEqual([])
  expect(component.exports).toMatchInlineSnapshot(`
    [
      {
        "exports": [
          {
            "kind": "resource",
            "name": "thing",
            "resource": "test:things/api@1.0.0#thing",
          },
          {
            "kind": "func",
            "name": "[constructor]thing",
            "type": {
              "async": false,
              "params": [
                {
                  "label": "size",
                  "type": "u32",
                },
              ],
              "result": {
                "kind": "own",
                "resource": "test:things/api@1.0.0#thing",
              },
            },
          },
          {
            "kind": "func",
            "name": "[method]thing.size",
            "type": {
              "async": false,
              "params": [
                {
                  "label": "self",
                  "type": {
                    "kind": "borrow",
                    "resource": "test:things/api@1.0.0#thing",
                  },
                },
              ],
              "result": "u32",
            },
          },
          {
            "kind": "func",
            "name": "dropped",
            "type": {
              "async": false,
              "params": [],
              "result": "u32",
            },
          },
        ],
        "kind": "instance",
        "name": "test:things/api@1.0.0",
      },
    ]
  `)
})
