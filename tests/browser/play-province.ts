import { spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { compareAlarms } from '@ioc/shared/alarm-order'
import type { WireAlarm } from '@ioc/shared/wire'
import { ROOT, startServer, type ServerProcess } from '../server-process.js'
import { openBrowser } from './browser.js'

interface Play {
  server: ServerProcess
  browser: Browser
  close(): Promise<void>
}

/** A server, a simulated province in it and a browser, once the scenario is well on its way. */
export async function playProvince(scenario: string): Promise<Play> {
  const server = await startServer()
  const simulators = spawn(
    process.execPath,
    [
      join(ROOT, 'simulators/dist/sim.js'),
      '--broker',
      `mqtt://127.0.0.1:${server.mqttPort}`,
      '--credentials',
      join(server.dataDir, 'sim-credentials.json'),
      '--scenario',
      scenario,
      '--scenario-age',
      '2.2',
      '--history',
      '240',
      '--interval',
      '5',
      '--faults',
      'silent=0.03',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const browser = await openBrowser()
  // Long enough for the past to come in and be forecast from, for rules to hold and for the silent to be noticed.
  await setTimeout(300_000)
  return {
    server,
    browser,
    async close() {
      await browser.close()
      simulators.kill()
      await server.stop()
    },
  }
}

/** Goes there as a link would, so that the language and the session stay. */
export async function show(page: Page, path: string, ms = 2_500): Promise<void> {
  await page.evaluate(`
    history.pushState({}, '', ${JSON.stringify(path)})
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))`)
  await page.waitForTimeout(ms)
}

/** The alarm that stands first in every list; `none` where there is none. */
export async function worstAlarm(server: ServerProcess): Promise<string> {
  const [worst] = (await server.api<WireAlarm[]>('alarms')).sort(compareAlarms)
  return worst?.id ?? 'none'
}
