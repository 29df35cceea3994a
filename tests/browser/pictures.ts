import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { MINUTE } from '@ioc/shared/time'
import { ROOT } from '../server-process.js'
import { sitDown } from './browser.js'
import { playProvince, show, worstAlarm } from './play-province.js'

/** `pnpm pictures`: the pictures of the documentation, of a province in a simulated flood, into `docs/`. */
const { server, browser, close } = await playProvince('flood')
const at = (ms: number) => new Date(Date.now() + ms).toISOString()

/** Long lists of text make large pictures: of these the head is enough. */
const HEADS: Readonly<Record<string, number>> = { report: 860, shift: 640 }
/** Each as somebody sees it who comes by its address; a moment stands in it, so the page is loaded anew. */
const PICTURES = {
  dark: [
    ['desk', '/'],
    ['panel', '/?station=HUE-WL-05'],
    ['alarms', `/alarms/${await worstAlarm(server)}`],
    ['overview', '/overview'],
    ['past', `/?at=${at(-2 * MINUTE)}`],
    ['wall', '/wall'],
  ],
  light: [
    ['station', '/stations/HUE-WL-05'],
    ['report', '/report'],
    ['shift', '/shift'],
    ['design', '/design'],
  ],
} as const

try {
  for (const theme of ['dark', 'light'] as const) {
    const sitting = await sitDown(browser, server.http, { theme, patienceMs: 300_000 })
    for (const [name, path] of PICTURES[theme]) {
      if (path.includes('at=') || name === 'wall') {
        await sitting.page.goto(server.http + path)
        await setTimeout(15_000)
      } else await show(sitting.page, path, 6_000)
      if (name === 'design') await sitting.page.locator('[data-part="severity"]').scrollIntoViewIfNeeded()
      const picture = join(ROOT, 'docs', `${name}-${theme}.jpg`)
      const clip = { x: 0, y: 0, width: 1440, height: HEADS[name] ?? 900 }
      await sitting.page.screenshot({ path: picture, clip, type: 'jpeg', quality: 64, timeout: 120_000 })
    }
    await sitting.close()
  }
} finally {
  await close()
}
