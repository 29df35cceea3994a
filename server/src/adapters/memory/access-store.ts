import type { AccessStore, AccessToken, AuditEntry, BatchClaim, BatchKey, Person } from '../../ports/access.js'

/** People, sessions, tokens and an audit trail that are forgotten when the process ends. */
export function createMemoryAccessStore(): AccessStore {
  const people = new Map<string, Person>()
  const tokens = new Map<string, AccessToken>()
  const trail: AuditEntry[] = []
  const batchKeys = new Map<string, BatchKey>()
  const claims = new Map<string, Map<string, BatchClaim>>()
  const claimsOf = (key: string) => [...(claims.get(key)?.values() ?? [])].sort((a, b) => a.at - b.at)

  return {
    people: async () => [...people.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    async putPerson(person) {
      people.set(person.name, { ...person })
    },
    async removePerson(name) {
      people.delete(name)
    },
    async tokens() {
      return [...tokens.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    },
    async putToken(token) {
      tokens.set(token.id, { ...token })
    },
    async removeToken(id) {
      tokens.delete(id)
    },
    async batchKeys() {
      return [...batchKeys.values()]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map((key) => ({ ...key, claims: claimsOf(key.id) }))
    },
    async putBatchKey(key) {
      batchKeys.set(key.id, structuredClone(key))
    },
    async removeBatchKey(id) {
      batchKeys.delete(id)
      claims.delete(id)
    },
    async putClaim(key, claim) {
      claims.set(key, (claims.get(key) ?? new Map()).set(claim.station, { ...claim }))
    },
    async removeClaim(key, station) {
      claims.get(key)?.delete(station)
    },
    async audit(entry) {
      trail.push({ ...entry })
    },
    async auditTrail(limit) {
      return trail
        .toReversed()
        .sort((a, b) => b.at - a.at)
        .slice(0, limit)
    },
  }
}
