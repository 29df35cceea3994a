import { createTurn } from '@ioc/shared/turn'
import type { Role } from '@ioc/shared/wire'
import { coded } from '../errors.js'
import type { AccessStore, Person } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import { makeSecret, type Random } from './secret.js'
import type { Tokens } from './tokens.js'

/** A slow hash for what people choose; see the argon2 adapter. */
interface Passwords {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

interface NewPerson {
  name: string
  role: Role
  password: string
}

interface PersonChange {
  role?: Role | undefined
  password?: string | undefined
}

export interface People {
  list(): Person[]
  add(person: NewPerson): Promise<Person>
  /** Another role or password, which ends the person's sessions but one; null where there is nobody of that name. */
  change(name: string, change: PersonChange, butSession?: string): Promise<Person | null>
  /** Ends the person's sessions too; false where there is nobody of that name. */
  remove(name: string): Promise<boolean>
  /** Null for a wrong password and, after the same time, for an unknown name. */
  check(name: string, password: string): Promise<Person | null>
  /**
   * Makes sure that somebody can sign in: `admin`, with the password given or with one made now, which is returned so
   * that it can be printed, once. A password given later replaces admin's, and so is the way back for who forgot it.
   */
  ensureFirst(password: string | null): Promise<string | null>
}

interface PeopleOptions {
  store: Pick<AccessStore, 'people' | 'putPerson' | 'removePerson'>
  passwords: Passwords
  tokens: Pick<Tokens, 'endSessions'>
  random: Random
  clock: Pick<Clock, 'now'>
}

const FIRST = 'admin'

/** The people who may sign in. */
export async function createPeople({ store, passwords, tokens, random, clock }: PeopleOptions): Promise<People> {
  const people = new Map((await store.people()).map((person) => [person.name, person]))
  const decoyHash = await passwords.hash(makeSecret(random))
  const inTurn = createTurn()

  async function put(person: Person): Promise<Person> {
    await store.putPerson(person)
    people.set(person.name, person)
    return person
  }

  async function create({ name, role, password }: NewPerson): Promise<Person> {
    return put({ name, role, passwordHash: await passwords.hash(password), createdAt: clock.now() })
  }

  function isLastAdmin(person: Person): boolean {
    return person.role === 'admin' && [...people.values()].filter(({ role }) => role === 'admin').length === 1
  }

  return {
    list: () => [...people.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    add(person) {
      return inTurn(async () => {
        if (people.has(person.name)) throw coded('person.exists', `there is a "${person.name}" already`)
        return create(person)
      })
    },
    change(name, { role, password }, butSession) {
      return inTurn(async () => {
        const person = people.get(name)
        if (!person) return null
        if (role !== undefined && role !== 'admin' && isLastAdmin(person)) {
          throw coded('person.last-admin', `"${name}" is the last who may manage people`)
        }
        const passwordHash = password === undefined ? person.passwordHash : await passwords.hash(password)
        const changed = await put({ ...person, role: role ?? person.role, passwordHash })
        await tokens.endSessions(name, butSession)
        return changed
      })
    },
    remove(name) {
      return inTurn(async () => {
        const person = people.get(name)
        if (!person) return false
        if (isLastAdmin(person)) throw coded('person.last-admin', `"${name}" is the last who may manage people`)
        await store.removePerson(name)
        people.delete(name)
        await tokens.endSessions(name)
        return true
      })
    },
    async check(name, password) {
      const person = people.get(name)
      const right = await passwords.verify(person?.passwordHash ?? decoyHash, password)
      // Looked up again: somebody removed while the hash was computed may not come in.
      return right && person ? (people.get(name) ?? null) : null
    },
    ensureFirst(password) {
      return inTurn(async () => {
        const first = people.get(FIRST)
        if (!first && people.size > 0) return null
        if (!first) {
          const made = password ?? makeSecret(random)
          await create({ name: FIRST, role: 'admin', password: made })
          return password === null ? made : null
        }
        if (password !== null && !(await passwords.verify(first.passwordHash, password))) {
          await put({ ...first, passwordHash: await passwords.hash(password) })
          await tokens.endSessions(FIRST)
        }
        return null
      })
    },
  }
}
