import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { ROOT, type ServerProcess } from '../server-process.js'
import { openGatewayLoad } from './gateway-load.js'
import { say, withProvince, withServer } from './measure-load.js'
import { firstLook } from './first-look.js'

const STATIONS = 50_000
const RATE = 1_000
const TABS = 5
/** What is read once a day, an hour and half an hour back is what the overview compares with. */
const PAST = [-24 * HOUR, -HOUR - MINUTE, -31 * MINUTE]
/** So long an overview is given to all who ask; after it, it is computed anew. */
const KEPT_MS = 31_000

/**
 * `bench overview [STATIONS [RATE]]`: the overview of 50,000 stations of which a day is known, while 1,000 messages a
 * second come in: how long the call takes and how long it holds the server's loop up, asked for the first time, again,
 * by five tabs at once and once it is computed anew; and the same of the first look of a dashboard at everything and
 * at a box of it.
 */
export async function benchOverview(): Promise<void> {
  const [stations = STATIONS, rate = RATE] = process.argv.slice(3).map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'ioc-loop-'))
  const noted = join(folder, 'delays')
  const preload = ['--import', pathToFileURL(join(ROOT, 'tests/bench/loop-delay.mjs')).href]
  try {
    await withProvince(stations, (province) =>
      withServer({ IOC_PROVINCE: province, LOOP_DELAY_FILE: noted }, (server) => measure(server, noted, rate), preload),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(server: ServerProcess, noted: string, rate: number): Promise<void> {
  const load = await openGatewayLoad(server, rate)
  for (const ago of PAST) await load.sayAll(Date.now() + ago)
  await load.sayAll(Date.now())
  const tell = async (what: string, work: () => Promise<unknown>) => {
    await longestBlock(server, noted)
    const begun = performance.now()
    await work()
    const took = performance.now() - begun
    say(`${what}: ${took.toFixed(0)} ms, longest block ${await longestBlock(server, noted)} ms`)
  }
  const ask = () => server.api('overview')
  try {
    await tell('nothing asked, 5 s', () => setTimeout(5_000))
    await tell('overview, first', ask)
    await tell('overview, again', ask)
    await setTimeout(KEPT_MS)
    await tell(`overview, anew, ${TABS} tabs at once`, () => Promise.all(Array.from({ length: TABS }, ask)))
    await tell('first look at everything', () => firstLook(server, {}))
    await tell('first look at a box', () =>
      firstLook(server, { bbox: [107.4, 16.3, 107.7, 16.6], others: 'reporting' }),
    )
  } finally {
    await load.close()
  }
}

/** Of the server's loop since it was asked last, ms. */
async function longestBlock({ process: { pid } }: ServerProcess, noted: string): Promise<number> {
  const read = () => (existsSync(noted) ? readFileSync(noted, 'utf8').trim().split('\n') : [])
  const before = read().length
  process.kill(pid!, 'SIGUSR2')
  while (read().length === before) await setTimeout(5)
  return Number(read().at(-1))
}
