import { describe, expect, it } from 'vitest'
import type { WireOverview } from '@ioc/shared/overview'
import { openClient } from '../kill-drill.js'
import { setStage } from './set-stage.js'

const gauge = 'HUE-WL-05'

describe('a value sent over MQTT', () => {
  const stage = setStage()

  it('is told where no rule has raised an alarm yet: a river that has just passed its báo động is not normal', async () => {
    const other = 'HUE-WL-06'
    const { attributes } = await stage.server.api<{ attributes: { bd1: number; bd2: number } }>(`stations/${other}`)
    const report = (water_level: number) => {
      const observations = [{ at: Date.now(), values: { water_level } }]
      return stage.server.api('observations', { method: 'POST', body: { station: other, observations } })
    }
    await report(attributes.bd1 - 0.3)
    const rivers = async () => (await stage.server.api<WireOverview>('overview')).rivers.map(({ station }) => station)
    await expect.poll(rivers, { timeout: 60_000 }).toEqual([other])
    const { page } = await stage.sitDown()
    const none = page.getByTestId('alarm-none')
    await none.getByText('Không có cảnh báo', { exact: true }).waitFor()

    await report(attributes.bd2 + 0.1)
    await none.getByText('Chưa có cảnh báo', { exact: true }).waitFor()
    expect(await none.innerText()).toContain('1 trạm mực nước trên BĐ II')
    expect(await page.getByTestId('alarm-item').count()).toBe(0)
    await report(attributes.bd1 - 0.3)
    await none.getByText('Không có cảnh báo', { exact: true }).waitFor()
  }, 180_000)

  it('is seen on the map, in the panel and in the alarm list, with nothing loaded from outside', async () => {
    const { page, strayed, broken } = await stage.sitDown()
    const { attributes } = await stage.server.api<{ attributes: { bd3: number } }>(`stations/${gauge}`)
    const level = attributes.bd3 + 0.37
    const client = await openClient(stage.server, gauge)
    // The rule holds for a minute, by the gauge's own clock, before it raises.
    for (const agoMs of [61_000, 0]) {
      const payload = JSON.stringify({ at: Date.now() - agoMs, values: { water_level: level } })
      await client.publishAsync(`ioc/v1/${gauge}/observations`, payload, { qos: 1 })
    }

    const shown = level.toFixed(2).replace('.', ',')
    await page.keyboard.press('/')
    await page.getByTestId('search').fill(gauge.toLowerCase())
    await page.getByTestId('search-result').first().click()
    await page.getByTestId('station-panel').waitFor()
    await expect.poll(() => page.getByTestId('station-value').first().innerText(), { timeout: 10_000 }).toContain(shown)

    await page.getByTestId('alarm-item').first().waitFor()
    await expect.poll(async () => (await page.getByTestId('count-alarm').innerText()).trim()).toBe('1')
    // Whoever looks at another tab sees it too, and the room hears it.
    await expect.poll(() => page.title()).toMatch(/^\(\d+\) /)
    await expect.poll(() => page.getByTestId('sound-switch').getAttribute('data-sound')).toBe('on')
    // Its own width: where its box is depends on how far it has slid in.
    const panel = page.getByTestId('station-panel')
    const covered = await panel.evaluate((element) => (element as unknown as { offsetWidth: number }).offsetWidth)
    await page.getByTestId('panel-close').click()

    // The marker itself answers: it is in the middle of what the panel left free, and the pointer on it shows its value and its limit.
    const map = page.getByTestId('map')
    const box = (await map.boundingBox())!
    expect(box.x).toBe(0)
    const middle = box.x + (box.width - covered) / 2
    const limit = `báo động III · ngưỡng ${attributes.bd3.toFixed(2).replace('.', ',')} m`
    const itsTip = page.locator(`[data-testid="map-tip"][data-station="${gauge}"]`)
    const tip = itsTip.filter({ hasText: shown }).filter({ hasText: limit })
    async function pointAround() {
      for (let ring = 0; ring <= 24; ring += 6) {
        for (const [dx, dy] of [
          [0, 0],
          [ring, 0],
          [-ring, 0],
          [0, ring],
          [0, -ring],
        ] as const) {
          await page.mouse.move(middle + dx, box.y + box.height / 2 + dy)
          await page.waitForTimeout(150)
          if ((await tip.count()) > 0) return true
        }
      }
      return false
    }
    // The map may still be on its way there.
    await expect.poll(pointAround, { timeout: 60_000 }).toBe(true)
    await client.endAsync()
    expect(strayed).toEqual([])
    expect(broken).toEqual([])
  }, 180_000)

  it('is one entry in the list however many levels it passed, acknowledged at once', async () => {
    const { page, broken } = await stage.sitDown()
    const entry = page.getByTestId('alarm-item')
    await expect.poll(() => entry.count(), { timeout: 90_000 }).toBe(1)
    expect(await entry.getAttribute('data-alarm')).toContain('flood-level')
    expect(await entry.getByTestId('alarm-more').count()).toBe(0)

    await entry.getByTestId('alarm-ack').click()
    const acknowledged = () => stage.server.api<{ rule: string }[]>(`alarms?station=${gauge}&state=acknowledged`)
    await expect
      .poll(async () => (await acknowledged()).map(({ rule }) => rule).sort(), { timeout: 10_000 })
      .toEqual(['flood-level'])
    expect(broken).toEqual([])
  }, 180_000)
})
