import type { Gateway } from '@ioc/shared/gateway'
import type { Retention } from '@ioc/shared/retention'
import type { Area, Station } from '@ioc/shared/station'
import type { Rule } from '@ioc/shared/rule'
import type { DeviceSecret, Registry, RuleVersion } from '../../ports/registry.js'

/** A province that is forgotten when the process ends. */
export function createMemoryRegistry(): Registry {
  let province: { id: string; version: number } | null = null
  let retention: Retention | null = null
  const stations = new Map<string, Station>()
  const gateways = new Map<string, Gateway>()
  const areas = new Map<string, Area>()
  const rules = new Map<string, Rule>()
  const versions: RuleVersion[] = []
  const secrets = new Map<string, DeviceSecret>()

  return {
    province: async () => province,
    async seed(seed) {
      if (province !== null || hasDoubles(seed.stations) || hasDoubles(seed.areas) || hasDoubles(seed.rules)) {
        throw new Error('a seed is taken once, and each id once')
      }
      for (const station of seed.stations) stations.set(station.id, structuredClone(station))
      for (const area of seed.areas) areas.set(area.id, structuredClone(area))
      for (const rule of seed.rules) rules.set(rule.id, structuredClone(rule))
      province = { id: seed.id, version: seed.version }
    },
    stations: async () => byId(stations),
    async putStations(many) {
      for (const station of many) stations.set(station.id, structuredClone(station))
    },
    async removeStation(id) {
      stations.delete(id)
      secrets.delete(id)
    },
    gateways: async () => byId(gateways),
    async putGateway(gateway) {
      gateways.set(gateway.id, structuredClone(gateway))
    },
    async removeGateway(id) {
      gateways.delete(id)
      secrets.delete(id)
    },
    areas: async () => byId(areas),
    rules: async () => byId(rules),
    async changeRules(changes) {
      const noted = new Set(versions.map(({ id, version }) => `${id} ${version}`))
      if (changes.some(({ id, version }) => noted.has(`${id} ${version}`)))
        throw new Error('each version of a rule is noted once')
      for (const change of changes) {
        versions.push(structuredClone(change))
        if (change.rule) rules.set(change.id, structuredClone(change.rule))
        else rules.delete(change.id)
      }
    },
    async ruleVersions(id) {
      const noted = versions.filter((version) => version.id === id).sort((a, b) => a.version - b.version)
      return structuredClone(noted)
    },
    retention: async () => structuredClone(retention),
    async putRetention(wanted) {
      retention = structuredClone(wanted)
    },
    secrets: async () => [...secrets.values()].sort((a, b) => (a.station < b.station ? -1 : 1)),
    async putSecrets(many) {
      for (const secret of many) secrets.set(secret.station, structuredClone(secret))
    },
  }
}

function byId<T extends { id: string }>(documents: ReadonlyMap<string, T>): T[] {
  return [...documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((document) => structuredClone(document))
}

function hasDoubles(documents: readonly { id: string }[]): boolean {
  return new Set(documents.map(({ id }) => id)).size < documents.length
}
