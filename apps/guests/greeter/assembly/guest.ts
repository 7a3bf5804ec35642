import { Result } from '@weft/assemblyscript/assembly/component'
import { Language, Person, Problem } from './gen/exports/example-greeter-greetings'

const longestName: i32 = 100

export function greet(who: Person): Result<string, Problem> {
  if (who.name.length == 0) return Result.err<string, Problem>(Problem.noName())
  if (who.name.length > longestName) return Result.err<string, Problem>(Problem.tooLong(longestName))
  return Result.ok<string, Problem>(greeting(who))
}

export function greetAll(people: Array<Person>): Array<string> {
  const greetings = new Array<string>()
  for (let i = 0; i < people.length; i++) {
    const result = greet(people[i])
    if (result.isOk) greetings.push(result.value)
  }
  return greetings
}

export function find(people: Array<Person>, name: string): Person | null {
  for (let i = 0; i < people.length; i++) {
    if (people[i].name == name) return people[i]
  }
  return null
}

function greeting(who: Person): string {
  const title = who.title
  const name = title === null ? who.name : title + ' ' + who.name
  return hello(who.languages) + ', ' + name + '!'
}

function hello(languages: Array<Language>): string {
  if (languages.length == 0) return 'Hello'
  switch (languages[0]) {
    case Language.French: return 'Bonjour'
    case Language.German: return 'Guten Tag'
    default: return 'Hello'
  }
}
