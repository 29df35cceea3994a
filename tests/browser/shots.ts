import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ROOT, startServer } from '../server-process.js'
import { openBrowser, sitDown } from './browser.js'

/** By its path in words, for its types are a browser's. */
const { SCREENS } = (await import(join(ROOT, 'web/src', 'screens.ts'))) as {
  SCREENS: { name: string; path: string }[]
}

/**
 * `pnpm shots [SCENARIO] [desk|phone|wall]`: every screen at three sizes, in both themes and languages, of a province in
 * a simulated flood (or another scenario), into `shots/`.
 */
const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
  { name: 'wall', width: 3840, height: 2160 },
].filter(({ name }) => !process.argv[3] || name === process.argv[3])
const folder = join(ROOT, 'shots')
const scenario = process.argv[2] ?? 'flood'

mkdirSync(folder, { recursive: true })
const server = await startServer()
const simulators = spawn(
  process.execPath,
  [
    join(ROOT, 'simulators/dist/sim.js'),
    ...[
      '--broker',
      `mqtt://127.0.0.1:${server.mqttPort}`,
      '--credentials',
      join(server.dataDir, 'sim-credentials.json'),
    ],
    ...['--scenario', scenario, '--speed', scenario === 'flood' ? '120' : '1', '--history', '26', '--interval', '5'],
    ...['--faults', 'silent=0.03'],
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
)
const browser = await openBrowser()
// Long enough for the rivers to rise, for rules to hold and for the silent to be noticed.
await new Promise((resume) => setTimeout(resume, scenario === 'flood' ? 200_000 : 20_000))

try {
  const [worst] = await server.api<{ id: string }[]>('alarms')
  const examples: Record<string, string> = { station: 'HUE-WL-05', alarm: worst?.id ?? 'none' }
  for (const { name: size, width, height } of SIZES) {
    for (const theme of ['dark', 'light'] as const) {
      const { page, close } = await sitDown(browser, server.http, { width, height, theme, patienceMs: 300_000 })
      for (const language of ['vi', 'en']) {
        if (language === 'en') await page.getByTestId('lang-switch').click()
        for (const { name, path } of SCREENS) {
          await show(page, path.replace(/:\w+\??/, encodeURIComponent(examples[name] ?? '')))
          await page.screenshot({ path: join(folder, `${scenario}-${name}-${size}-${theme}-${language}.png`) })
        }
        await show(page, '/?station=HUE-WL-05')
        await page.screenshot({ path: join(folder, `${scenario}-panel-${size}-${theme}-${language}.png`) })
        await show(page, '/')
      }
      await close()
    }
  }
} finally {
  await browser.close()
  simulators.kill()
  await server.stop()
}

/** Goes there as a link would, so that the language and the session stay. */
async function show(page: Page, path: string): Promise<void> {
  await page.evaluate(`
    history.pushState({}, '', ${JSON.stringify(path)})
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))`)
  await page.waitForTimeout(2_500)
}
