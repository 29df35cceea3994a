import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { WireAlarm, WireAlarmEvent, WireStation } from '@ioc/shared/wire'
import { show } from './play-province.js'
import { setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'

const MANY = 5_000
/** What fits on a screen, and what is drawn around it. */
const FEW = 80

describe('what grows with the province or with time', () => {
  const stage = setStage()
  let page: Page
  let alarm: WireAlarm
  let broken: string[]

  /** Puts more into what the server answers. */
  const swell = (path: RegExp, more: (found: never) => unknown) =>
    page.route(path, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: more((await response.json()) as never) })
    })
  const drawn = (selector: string) => page.locator(selector).count()

  beforeAll(async () => {
    await watchWater(stage.server)
    await reportWater(stage.server, 'HUE-WL-05', 140)
    alarm = await vi.waitUntil(async () => (await stage.server.api<WireAlarm[]>('alarms'))[0], { timeout: 20_000 })
    ;({ page, broken } = await stage.sitDown({ path: '/shift' }))
    await swell(/\/api\/v1\/stations$/, (found: WireStation[]) => [
      ...found,
      ...Array.from({ length: MANY }, (_, n) => ({ ...found[0]!, id: `FAR-${n}`, name: `Trạm xa ${n}` })),
    ])
    await swell(/\/alarms\/(?!before)[^/]+\/events$/, ([first]: WireAlarmEvent[]) =>
      Array.from({ length: MANY }, (_, seq) => ({ ...first!, seq, type: seq === 0 ? 'raised' : 'updated' })),
    )
    await swell(/\/alarms\?station=/, () =>
      Array.from({ length: MANY }, (_, n) => ({ ...alarm, id: `before-${n}`, state: 'cleared' })),
    )
    await page.route(/\/batch-keys$/, (route) => {
      const claims = Array.from({ length: MANY }, (_, n) => {
        return { station: `FAR-${n}`, at: new Date().toISOString(), address: '10.0.0.1', freed: n % 2 === 0 }
      })
      const key = { id: 'k', name: 'lô', stations: null, new: null, expiresAt: new Date().toISOString(), claims }
      return route.fulfill({ json: [key] })
    })
    await page.reload()
    await page.locator('[data-testid="live-state"]:not([data-feed="connecting"])').waitFor()
  }, 180_000)

  it('is drawn as far as it is seen: the story of an alarm, and what went before it', async () => {
    await show(page, `/alarms/${encodeURIComponent(alarm.id)}`, 0)
    await page.getByTestId('timeline').getByRole('button').first().waitFor()
    expect(await drawn('[data-testid="timeline"] li')).toBeLessThan(FEW)
    // Its rows are as high as what they say: the end is known once it is drawn.
    const toEnd = () => page.evaluate(`document.querySelector('[data-testid="timeline"]').scrollTop = 1e6`)
    const atEnd = () => toEnd().then(() => drawn(`[data-testid="timeline"] li[aria-posinset="${MANY}"]`))
    await expect.poll(atEnd).toBe(1)
    expect(await drawn('[data-testid="timeline"] li')).toBeLessThan(FEW)

    await page.getByTestId('similar-all').click()
    await page.locator('[data-testid="similar"] li[aria-posinset="9"]').waitFor()
    expect(await drawn('[data-testid="similar"] li')).toBeLessThan(FEW)
  }, 60_000)

  it('is drawn as far as it is seen: stations that took a key', async () => {
    await show(page, '/admin/keys', 0)
    await page.getByTestId('key-claims').getByRole('link').first().waitFor()
    expect(await drawn('[data-testid="key-claims"] tr')).toBeLessThan(FEW)
  }, 60_000)

  it('is found by a few letters: the station of a rule, and where work goes on', async () => {
    await show(page, '/rules?rule=turbid', 0)
    await page.getByTestId('rule-station').fill('tram xa 4321')
    await page.getByTestId('search-result').first().waitFor()
    expect(await drawn('[data-testid="search-result"]')).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Trạm xa 4321' }).waitFor()
    expect(await drawn('option')).toBeLessThan(500)

    await show(page, '/maintenance', 0)
    await page.getByTestId('work-place').fill('tram xa 12')
    await page.getByTestId('search-result').first().waitFor()
    expect(await drawn('[data-testid="search-result"]')).toBe(8)
    await page.getByTestId('search-result').first().click()
    expect(await page.getByTestId('work-place').inputValue()).toMatch(/^Trạm xa 12/)
    expect(await drawn('option')).toBeLessThan(50)
    expect(broken).toEqual([])
  }, 60_000)
})
