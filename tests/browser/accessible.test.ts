import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { HOUR } from '@ioc/shared/time'
import { ROOT } from '../server-process.js'
import { show } from './play-province.js'
import { setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'
import { sidewaysIn } from './sideways.js'
import { wcagFaults } from './wcag-faults.js'

/** By its path in words, for its types are a browser's. */
const { SCREENS } = (await import(join(ROOT, 'web/src', 'screens.ts'))) as {
  SCREENS: { name: string; path: string; bare?: true }[]
}
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

describe('every screen', () => {
  const stage = setStage()
  let places: { path: string; bare?: true }[] = []
  /** When the alarm had been heard. */
  let heardAt = 0

  beforeAll(async () => {
    await watchWater(stage.server)
    await reportWater(stage.server, 'HUE-WL-05', 140)
    const alarm = await vi.waitUntil(async () => (await stage.server.api<WireAlarm[]>('alarms'))[0], {
      timeout: 20_000,
    })
    heardAt = Date.now()
    const ids: Record<string, string> = { station: 'HUE-WL-05', alarm: alarm.id }
    places = SCREENS.map(({ name, path, ...rest }) => ({
      path: path.replace(':id', encodeURIComponent(ids[name] ?? '')).replace('/:day?', ''),
      ...rest,
    }))
    places.push({ path: '/?station=HUE-WL-05' })
  }, 180_000)

  it.each([
    ['desk', 'dark', 'vi'],
    ['desk', 'light', 'en'],
    ['phone', 'light', 'vi'],
    ['phone', 'dark', 'en'],
  ] as const)(
    'keeps to WCAG 2.2 AA as far as a program can tell, and within its width: %s, %s, %s',
    async (size, theme, language) => {
      const { page } = await stage.sitDown({ ...SIZES[size], theme, path: '/shift' })
      if (language === 'en') await page.getByTestId('lang-switch').click()
      const faults: Record<string, string[]> = {}
      const look = async (path: string, room = '') => {
        await show(page, path, 300)
        const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        const sideways = await sidewaysIn(page)
        const found = [...(await wcagFaults(page)), ...sideways, ...(tooWide > 0 ? [`${tooWide} px too wide`] : [])]
        if (found.length > 0) faults[room + path] = found
      }

      // A wall is no phone.
      for (const { path } of places.filter(({ bare }) => size === 'desk' || !bare)) await look(path)
      for (const [room, at] of [
        ['rewound ', heardAt],
        ['ahead ', Date.now() + HOUR],
      ] as const) {
        // Only the address that was opened leads to its moment; other screens keep it.
        await page.goto(`${stage.server.http}/?station=HUE-WL-05&at=${new Date(at).toISOString()}`)
        await page.getByTestId('past-state').waitFor()
        await page.locator('[data-testid="map"][data-ready="true"]').waitFor()
        for (const path of ['/?station=HUE-WL-05', '/alarms', '/overview']) {
          await look(path, room)
          expect(await page.getByTestId('past-state').isVisible()).toBe(true)
        }
      }
      expect(await page.evaluate('document.documentElement.lang')).toBe(language)
      expect(faults).toEqual({})
    },
    240_000,
  )
})
