import type { AccessStore, AccessToken, AuditEntry, Person } from '../../ports.js'

/** People, sessions, tokens and an audit trail that are forgotten when the process ends. */
export function createMemoryAccessStore(): AccessStore {
  const people = new Map<string, Person>()
  const tokens = new Map<string, AccessToken>()
  const trail: AuditEntry[] = []

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
