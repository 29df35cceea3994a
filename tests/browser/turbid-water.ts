import type { ServerProcess } from '../server-process.js'

/** A rule that raises and ends at once, so that a test waits for nothing but the screen. */
const TURBID_WATER = {
  id: 'turbid',
  version: 1,
  kind: 'threshold',
  name: { vi: 'Nước đục', en: 'Turbid water' },
  message: { vi: '{station}: {value} {unit}', en: '{station}: {value} {unit}' },
  advice: { vi: 'Báo nhà máy nước.', en: 'Inform the waterworks.' },
  source: 'Thử nghiệm',
  severity: 'critical',
  property: 'turbidity',
  when: 'above',
  raise: 100,
  holdS: 0,
  restS: 0,
}

type Server = Pick<ServerProcess, 'api'>

/** Watches for turbid water, above 100 NTU; `change` makes another rule of it. */
export async function watchWater(server: Server, change: object = {}): Promise<void> {
  const rules = await server.api<object[]>('rules')
  await server.api('rules', { method: 'PUT', body: [...rules, { ...TURBID_WATER, ...change }] })
}

/** Water of now at a station, in NTU. */
export async function reportWater(server: Server, station: string, turbidity: number): Promise<void> {
  const observations = [{ at: Date.now(), values: { turbidity } }]
  await server.api('observations', { method: 'POST', body: { station, observations } })
}
