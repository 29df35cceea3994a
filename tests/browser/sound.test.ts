import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'

/** Counts on the page the beeps that it makes. */
const HEAR = `{
  window.beeps = 0
  const { start } = OscillatorNode.prototype
  OscillatorNode.prototype.start = function (...when) {
    window.beeps += 1
    return start.apply(this, when)
  }
}`
/** A critical alarm is heard as five. */
const CRITICAL = 5

const switchOf = (page: Page) => page.getByTestId('sound-switch')
const sound = (page: Page) => switchOf(page).getAttribute('data-sound')
const beeps = (page: Page) => page.evaluate<number>('beeps')
const until = (asked: () => Promise<unknown>) => expect.poll(asked, { timeout: 40_000, interval: 250 })

describe('two tabs of one browser', () => {
  const stage = setStage()

  it('sound a critical alarm in one of them, and in the other once that is closed', async () => {
    await watchWater(stage.server)
    const { page: first } = await stage.sitDown({ path: '/alarms' })
    // The list is lighter to draw than the map.
    const open = async (page: Page) => {
      await page.addInitScript(HEAR)
      await page.goto(`${stage.server.http}/alarms`)
      await switchOf(page).waitFor()
      // A browser lets nothing sound before the page was touched.
      await page.keyboard.press('Tab')
    }
    await open(first)
    await until(() => sound(first)).toBe('on')
    const second = await first.context().newPage()
    await open(second)
    await until(() => sound(second)).toBe('elsewhere')
    expect([await beeps(first), await beeps(second)]).toEqual([0, 0])

    await reportWater(stage.server, 'HUE-WL-01', 140)
    // It is repeated until somebody has seen it, and by the same tab.
    await until(() => beeps(first)).toBeGreaterThanOrEqual(2 * CRITICAL)
    expect((await beeps(first)) % CRITICAL).toBe(0)
    expect(await beeps(second)).toBe(0)
    expect(await sound(first)).toBe('on')

    await first.close()
    await until(() => sound(second)).toBe('on')
    await until(() => beeps(second)).toBeGreaterThanOrEqual(CRITICAL)

    await second.getByTestId('alarm-ack').first().click()
    await until(async () => (await stage.server.api<unknown[]>('alarms?state=unacknowledged')).length).toBe(0)
  }, 240_000)
})
