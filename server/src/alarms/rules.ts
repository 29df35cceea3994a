import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import { ruleFaults, ruleWarnings, type RuleFault } from '@ioc/shared/rule-faults'
import type { Area } from '@ioc/shared/station'
import { createTurn } from '@ioc/shared/turn'
import { coded, type Fault } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { KnownStations, Registry, RuleVersion } from '../ports/registry.js'

export interface Rules {
  /** By id. */
  list(): Rule[]
  /** The one of this id; a coded error where there is none. */
  require(id: string): Rule
  /** Every version, oldest first; one that nobody changed has the one it came with. */
  versions(id: string): Promise<RuleVersion[]>
  /** Adds or changes one; a change must name the version it was made from. Takes effect at once. */
  put(rule: Rule, by: string): Promise<Rule>
  remove(id: string, version: number | undefined, by: string): Promise<void>
  /** Makes these the rules: what is not among them is removed, what is as it was stays as it was. */
  replace(rules: readonly Rule[], by: string): Promise<Rule[]>
  /** Every fault of a rule among the others that it does not have already, as a coded error. */
  check(rule: Rule): void
  /** What is allowed and probably not meant, and what it names that has gone. */
  warnings(rule: Rule): RuleFault[]
}

interface RulesOptions {
  registry: Pick<Registry, 'rules' | 'changeRules' | 'ruleVersions'>
  stations: KnownStations
  areas: readonly Area[]
  properties: readonly ObservedProperty[]
  clock: Pick<Clock, 'now'>
  /** The rules are these now. */
  onChange(rules: Rule[]): void
}

/** Who brought a rule that nobody changed. */
const SEED = 'province'

/** The living copy of the rules: in memory to read, in the registry to survive, with their history. */
export async function createRules(options: RulesOptions): Promise<Rules> {
  const { registry, stations, areas, properties, clock, onChange } = options
  let rules = new Map((await registry.rules()).map((rule) => [rule.id, rule]))
  const inTurn = createTurn()
  const sorted = () => [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1))

  function requireRule(id: string): Rule {
    const rule = rules.get(id)
    if (!rule) throw coded('not-found', `there is no rule "${id}"`)
    return rule
  }

  function faultsOf(rule: Rule, among: readonly Rule[]): RuleFault[] {
    return ruleFaults(rule, { properties, areas, stations: [...stations.values()], rules: among })
  }

  /** What a rule says wrong among these that it does not say now: a station it names may have gone since. */
  function newFaultsOf(rule: Rule, among: readonly Rule[]): RuleFault[] {
    const faults = faultsOf(rule, among)
    const present = rules.get(rule.id)
    if (faults.length === 0 || !present) return faults
    const known = new Set(faultsOf(present, sorted()).map(({ code, about }) => `${code} ${about}`))
    return faults.filter(({ code, about }) => !known.has(`${code} ${about}`))
  }

  function refuseFaultsOf(rule: Rule): void {
    refuse(newFaultsOf(rule, [...sorted().filter(({ id }) => id !== rule.id), rule]))
  }

  function refuseFaultsAmong(all: readonly Rule[]): void {
    refuse(
      all.flatMap((rule) => newFaultsOf(rule, all).map(({ at, message }) => ({ at: `${rule.id}.${at}`, message }))),
    )
  }

  async function versionsOf(id: string): Promise<RuleVersion[]> {
    const noted = await registry.ruleVersions(id)
    const rule = rules.get(id)
    if (noted.length > 0 || !rule) return noted
    return [{ id, version: rule.version, at: 0, by: SEED, rule }]
  }

  /** The notes of a change: the first of a seeded rule brings the seed's version with it. */
  async function notesOf(id: string, after: Rule | null, by: string): Promise<RuleVersion[]> {
    const noted = await registry.ruleVersions(id)
    const before = await versionsOf(id)
    const version = (before.at(-1)?.version ?? 0) + 1
    const change = { id, version, at: clock.now(), by, rule: after && { ...after, version } }
    return noted.length > 0 ? [change] : [...before, change]
  }

  async function change(next: ReadonlyMap<string, Rule | null>, by: string): Promise<void> {
    const notes: RuleVersion[] = []
    for (const [id, rule] of next) notes.push(...(await notesOf(id, rule, by)))
    if (notes.length === 0) return
    await registry.changeRules(notes)
    const changed = new Map(rules)
    for (const { id, rule } of notes) {
      if (rule) changed.set(id, rule)
      else changed.delete(id)
    }
    rules = changed
    onChange(sorted())
  }

  function refuseOld(id: string, version: number | undefined): void {
    const present = rules.get(id)
    if (!present || version === undefined || version === present.version) return
    throw coded('rule.version', `"${id}" is at version ${present.version} by now, the change was made from ${version}`)
  }

  return {
    list: sorted,
    require: requireRule,
    async versions(id) {
      const versions = await versionsOf(id)
      if (versions.length === 0) throw coded('not-found', `there is no rule "${id}"`)
      return versions
    },
    put(rule, by) {
      return inTurn(async () => {
        refuseOld(rule.id, rule.version)
        refuseFaultsOf(rule)
        await change(new Map([[rule.id, rule]]), by)
        return requireRule(rule.id)
      })
    },
    remove(id, version, by) {
      return inTurn(async () => {
        requireRule(id)
        refuseOld(id, version)
        refuseFaultsAmong(sorted().filter((other) => other.id !== id))
        await change(new Map([[id, null]]), by)
      })
    },
    replace(next, by) {
      return inTurn(async () => {
        const changes = new Map<string, Rule | null>()
        for (const rule of next) {
          if (changes.has(rule.id)) throw coded('request.bad', `the rule "${rule.id}" is there twice`)
          refuseOld(rule.id, rule.version)
          changes.set(rule.id, rule)
        }
        refuseFaultsAmong(next)
        for (const id of rules.keys()) if (!changes.has(id)) changes.set(id, null)
        for (const [id, rule] of changes) if (JSON.stringify(rule) === JSON.stringify(rules.get(id))) changes.delete(id)
        await change(changes, by)
        return sorted()
      })
    },
    check: refuseFaultsOf,
    warnings: (rule) => [...faultsOf(rule, sorted()), ...ruleWarnings(rule, { stations: [...stations.values()] })],
  }
}

function refuse(faults: Fault[]): void {
  if (faults.length > 0) throw coded('request.bad', 'the rules refer to what does not exist or contradict', { faults })
}
