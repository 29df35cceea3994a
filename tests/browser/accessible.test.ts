import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { ROOT } from '../server-process.js'
import { show } from './play-province.js'
import { setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'
import { wcagFaults } from './wcag-faults.js'

/** By its path in words, for its types are a browser's. */
const { SCREENS } = (await import(join(ROOT, 'web/src', 'screens.ts'))) as {
  SCREENS: { name: string; path: string; bare?: true }[]
}
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

describe('every screen', () => {
  const stage = setStage()
  let places: { path: string; bare?: true }[] = []

  beforeAll(async () => {
    await watchWater(stage.server)
    await reportWater(stage.server, 'HUE-WL-05', 140)
    const alarm = await vi.waitUntil(async () => (await stage.server.api<WireAlarm[]>('alarms'))[0], {
      timeout: 20_000,
    })
    const ids: Record<string, string> = { station: 'HUE-WL-05', alarm: alarm.id }
    places = SCREENS.map(({ name, path, ...rest }) => ({
      path: path.replace(':id', encodeURIComponent(ids[name] ?? '')).replace('/:day?', ''),
      ...rest,
    }))
    places.push({ path: '/?station=HUE-WL-05' })
  }, 180_000)

  it.each([
    ['desk', 'dark'],
    ['desk', 'light'],
    ['phone', 'dark'],
    ['phone', 'light'],
  ] as const)(
    'keeps to WCAG 2.2 AA as far as a program can tell, and within its width: %s, %s',
    async (size, theme) => {
      const { page } = await stage.sitDown({ ...SIZES[size], theme })
      const faults: Record<string, string[]> = {}
      // A wall is no phone.
      for (const { path } of places.filter(({ bare }) => size === 'desk' || !bare)) {
        await show(page, path, 300)
        const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        const found = [...(await wcagFaults(page)), ...(tooWide > 0 ? [`${tooWide} px too wide`] : [])]
        if (found.length > 0) faults[path] = found
      }
      expect(faults).toEqual({})
    },
    240_000,
  )
})
