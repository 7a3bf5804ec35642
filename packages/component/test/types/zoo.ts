/** A world with every kind of type, and with names that are hard to carry over. */
export const zoo = `
package test:zoo@1.2.0;

interface animals {
  enum color { red, dark-green }
  flags diet { meat, plants-2 }
  record cage { id: u32, label: option<string>, size: tuple<f32, f32>, tags: list<string> }
  variant state { asleep, awake(color), lost(option<u8>), moved(cage) }
  type weights = list<f64>;
  type maybe = option<u16>;
  record meal { food: stream<u8>, done: future<result<_, color>> }
  flags %map { a }
  record promise { %map: %map, lookup: map<string, u8>, deep: option<maybe>, outcome: result<string, color>, initial: char, none: result }
  resource animal {
    constructor(name: string);
    name: func() -> string;
    rename: async func(name: string) -> result<string, state>;
    pair: static func(left: borrow<animal>, right: borrow<animal>) -> animal;
    new: static func() -> result<animal>;
  }
  resource ghost;
  feed: func(animal: borrow<animal>, meal: meal) -> meal;
  weigh: func(weights: weights, also: list<u64>, optional: option<u8>, rest: option<diet>) -> weights;
  arrive: async func(at: list<tuple<string, list<u8>>>) -> future<u32>;
  walk: async func() -> tuple<stream<state>, stream>;
  exorcise: func(ghost: ghost) -> list<option<ghost>>;
  delete: func(this: u8, default: promise, arguments: bool) -> result<result<u8>, color>;
  get-json5-URL: func() -> string;
}

world zoo {
  import animals;
  import keeper: interface {
    use animals.{color, meal};
    paint: func(%with: color, like: meal) -> meal;
  }
  import log: func(message: string);
  import resource-class: func();
  export animals;
  export count: async func() -> s64;
}
`
