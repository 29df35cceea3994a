import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../server-process.js'
import { sitDown } from './browser.js'
import { playProvince, show, worstAlarm } from './play-province.js'

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
/** A large screen takes its time where everything is drawn in software. */
const timeout = 120_000
const folder = join(ROOT, 'shots')
const scenario = process.argv[2] ?? 'flood'

mkdirSync(folder, { recursive: true })
const { server, browser, close: end } = await playProvince(scenario)

try {
  const examples: Record<string, string> = { station: 'HUE-WL-05', alarm: await worstAlarm(server) }
  for (const { name: size, width, height } of SIZES) {
    for (const theme of ['dark', 'light'] as const) {
      const { page, close } = await sitDown(browser, server.http, { theme, patienceMs: 300_000 })
      await page.setViewportSize({ width, height })
      for (const language of ['vi', 'en']) {
        if (language === 'en') await page.getByTestId('lang-switch').click()
        for (const { name, path } of SCREENS) {
          await show(page, path.replace(':id', encodeURIComponent(examples[name] ?? '')).replace('/:day?', ''))
          await page.screenshot({ path: join(folder, `${scenario}-${name}-${size}-${theme}-${language}.png`), timeout })
        }
        await show(page, '/?station=HUE-WL-05')
        await page.screenshot({ path: join(folder, `${scenario}-panel-${size}-${theme}-${language}.png`), timeout })
        await show(page, '/')
      }
      await close()
    }
  }
} finally {
  await end()
}
