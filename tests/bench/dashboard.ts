import type { Delta, LatestStation, Snapshot } from '@ioc/shared/wire'
import { io } from 'socket.io-client'
import type { ServerProcess } from '../server-process.js'

export interface Dashboard {
  /** From a value's time to its arrival here, ms. */
  latencies(): number[]
  deltas(): number
  close(): void
}

/**
 * A dashboard that looks at the whole province, as an operator's does.
 *
 * A station's newest value carries the time at which the generator sent it, so its age on arrival is the time from
 * publishing to the screen's door; both clocks are this computer's.
 */
export async function openDashboard({ http, cookie }: Pick<ServerProcess, 'http' | 'cookie'>): Promise<Dashboard> {
  const socket = io(`${http}/live`, { transports: ['websocket'], extraHeaders: { cookie, origin: http } })
  const ages: number[] = []
  let deltas = 0

  function note(stations: readonly LatestStation[]): void {
    const now = Date.now()
    for (const { at } of stations) if (at !== null) ages.push(now - Date.parse(at))
  }

  socket.on('delta', ({ stations }: Delta) => {
    deltas++
    note(stations)
  })
  const seen = new Promise<Snapshot>((resolve, reject) => {
    socket.once('snapshot', resolve)
    socket.once('connect_error', reject)
  })
  socket.on('connect', () => socket.emit('view', {}))
  await seen
  return {
    latencies: () => ages,
    deltas: () => deltas,
    close: () => void socket.disconnect(),
  }
}
