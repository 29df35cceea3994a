import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeProvince } from '../bench/measure-load.js'
import { tinyTiles } from '../tiny-tiles.js'
import { show } from './play-province.js'
import { goTo, setStage } from './set-stage.js'

const STATIONS = 1_200
const folder = mkdtempSync(join(tmpdir(), 'ioc-map-'))
const province = writeProvince(STATIONS, join(folder, 'province'))
/** A ground that nothing of ours looks like. */
writeFileSync(join(province, 'basemap', 'photo.pmtiles'), tinyTiles([255, 0, 0]))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PATIENCE = { timeout: 60_000 }

describe('the map of many stations', () => {
  const stage = setStage({ env: { IOC_PROVINCE: province } })
  let page: Page
  const parts: number[] = []

  beforeAll(async () => {
    const sitting = await stage.sitDown({ patienceMs: 150_000 })
    page = sitting.page
    page.setDefaultTimeout(60_000)
  }, 300_000)

  const inCorner = () => page.locator('.islands button').allInnerTexts()
  const view = () => new URL(page.url()).searchParams.get('view')
  const zoom = () => Number(view()?.split('/')[0])
  /** How many stations the list has, which follows the map. */
  const listed = async () => Number(/\d+/.exec(await page.locator('.follow span').innerText())?.[0])

  /** Moves over the map, row by row, until a ring says what it counts. */
  async function findRing(): Promise<{ x: number; y: number }> {
    const box = (await page.getByTestId('map').boundingBox())!
    for (let y = box.y + box.height * 0.3; y < box.y + box.height * 0.8; y += 24) {
      for (let x = box.x + box.width * 0.3; x < box.x + box.width * 0.7; x += 24) {
        await page.mouse.move(x, y)
        if (await page.getByTestId('ring-tip').isVisible()) return { x, y }
      }
    }
    throw new Error('there is no ring')
  }

  /** How much redder than green the middle of the map is, 0 to 255, on average. */
  async function redness(): Promise<number> {
    const picture = (await page.getByTestId('map').screenshot()).toString('base64')
    return page.evaluate<number>(`(async () => {
      const image = new Image()
      image.src = 'data:image/png;base64,${picture}'
      await image.decode()
      const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')
      pen.drawImage(image, 0, 0)
      const { data } = pen.getImageData(image.width * 0.3, image.height * 0.3, image.width * 0.4, image.height * 0.4)
      let sum = 0
      for (let at = 0; at < data.length; at += 4) sum += data[at] - data[at + 1]
      return (4 * sum) / data.length
    })()`)
  }

  it('draws rings that count how their stations stand, and come apart when they are pressed', async () => {
    expect(view()).toBeNull()
    const place = await findRing()
    const counts = (await page.getByTestId('ring-tip').locator('b').allInnerTexts()).map(Number)
    const counted = counts.reduce((sum, count) => sum + count, 0)
    expect(counted).toBeGreaterThanOrEqual(3)
    expect(counted).toBeLessThanOrEqual(STATIONS)
    await page.mouse.click(place.x, place.y)
    await page.waitForURL((url) => url.searchParams.has('view'), PATIENCE)
    expect(zoom()).toBeGreaterThan(9)
  }, 180_000)

  it('has the view, the list and the filters in the address, so that a link leads to them, and the list follows', async () => {
    await page.getByTestId('tab-stations').click()
    await page.getByTestId('station-item').first().waitFor()
    const all = await listed()
    expect(all).toBeLessThan(STATIONS / 2)
    await page.getByTestId('kind-water').click()
    await page.getByTestId('legend-waiting').click()
    await page.waitForURL(/kinds=water&only=waiting/, PATIENCE)
    const [address, before] = [view(), await listed()]
    expect(before).toBeLessThan(all)
    await page.reload()
    await page.locator('[data-testid="map"][data-ready="true"]').waitFor({ timeout: 150_000 })
    await page.getByTestId('station-item').first().waitFor()
    expect(view()).toBe(address)
    // The address knows the place to a few metres: a station at the edge may come or go.
    expect(Math.abs((await listed()) - before)).toBeLessThanOrEqual(Math.ceil(before / 20))
    await page.getByTestId('legend-all').click()
    await expect.poll(() => new URL(page.url()).search, PATIENCE).not.toMatch(/kinds|only/)
    await expect.poll(listed, PATIENCE).toBeGreaterThan(before)
  }, 300_000)

  it('leads to every station by the keys of the list', async () => {
    // The tabs are one stop of the Tab key; the arrows lead from one to the other.
    const tab = () => page.evaluate<string>(`document.activeElement?.dataset?.testid ?? ''`)
    await page.getByTestId('tab-stations').focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(tab, PATIENCE).toBe('tab-alarms')
    expect(await page.locator('[role="tab"][tabindex="0"]').count()).toBe(1)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(tab, PATIENCE).toBe('tab-stations')
    // Of all stations, wherever the map looks: it finds its size only when everything around it is here.
    await page.getByTestId('stations-follow').uncheck()
    const focused = () => page.evaluate<string>(`document.activeElement?.dataset?.index ?? ''`)
    await page.getByTestId('station-item').first().focus()
    for (const [key, index] of [
      ['ArrowDown', '1'],
      ['ArrowDown', '2'],
      ['ArrowUp', '1'],
      ['Home', '0'],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(focused, PATIENCE).toBe(index)
    }
    await page.keyboard.press('End')
    const last = STATIONS - 1
    await expect.poll(focused, PATIENCE).toBe(String(last))
    const id = await page.evaluate<string>('document.activeElement.dataset.station')
    await page.keyboard.press('Enter')
    await page.getByTestId('station-panel').waitFor()
    expect(new URL(page.url()).searchParams.get('station')).toBe(id)
    await page.keyboard.press('Escape')
    await page.getByTestId('station-panel').waitFor({ state: 'detached' })
    await expect.poll(focused, PATIENCE).toBe(String(last))
  }, 180_000)

  it('lays rain and the forecast over the map, says so, and keeps both in the address', async () => {
    await page.getByTestId('layers').click()
    await page.getByTestId('layer-rain').check()
    await page.getByTestId('rain-key').waitFor()
    await page.getByTestId('rain-hour').click()
    await page.waitForURL((url) => url.searchParams.get('rain') === 'hour', PATIENCE)
    await page.getByTestId('layers').click()
    await page.getByTestId('layer-rain').uncheck()
    await page.getByTestId('rain-key').waitFor({ state: 'detached' })
    await page.getByTestId('layer-ahead').check()
    await page.getByText(/DỰ BÁO cho khoảng \d\d:\d\d/).waitFor()
    // Nobody has measured anything here yet: nothing is forecast, and nothing passes for normal.
    expect(await page.getByTestId('legend-silent').locator('b').innerText()).toBe(String(STATIONS))
    expect(await page.getByTestId('legend-silent').innerText()).toContain('Không có dự báo')
    await page.getByTestId('ahead-end').click()
    await page.getByTestId('ahead').waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.get('ahead')).toBeNull()
  }, 180_000)

  it('draws the province’s own tiles beneath it, read in parts from our server, and takes them off', async () => {
    page.on('response', (response) => {
      if (response.url().endsWith('/api/v1/tiles/photo')) parts.push(response.status())
    })
    await page.reload()
    await page.locator('[data-testid="map"][data-ready="true"]').waitFor({ timeout: 150_000 })
    await expect.poll(redness, PATIENCE).toBeGreaterThan(20)
    expect(new Set(parts)).toEqual(new Set([206]))
    await page.getByTestId('layers').click()
    await page.getByTestId('layer-ground').uncheck()
    await expect.poll(redness, PATIENCE).toBeLessThan(10)
    expect(new URL(page.url()).searchParams.get('off')).toBe('ground')
    // Whoever comes back from another screen finds the map as it was left.
    await goTo(page, 'alarms')
    await page.getByTestId('alarm-desk').waitFor()
    await goTo(page, 'map')
    await expect.poll(() => new URL(page.url()).searchParams.get('off'), PATIENCE).toBe('ground')
  }, 300_000)

  it('has both archipelagos one click away, named wherever the map looks', async () => {
    const names = ['Quần đảo Hoàng Sa (Việt Nam)', 'Quần đảo Trường Sa (Việt Nam)']
    for (const [index, name] of names.entries()) {
      await page.getByRole('button', { name }).click()
      // Its place is in view now: its name stands there and not in the corner.
      await expect.poll(async () => (await inCorner()).some((text) => text.includes(name)), PATIENCE).toBe(false)
      expect((await inCorner()).join()).toContain(names[1 - index])
    }
  }, 180_000)

  it('names them on a phone in whole, beneath the map and not upon it', async () => {
    const box = async (selector: string) => (await page.locator(selector).boundingBox())!
    for (const [width, height] of [
      [390, 844],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.goto(`${stage.server.http}/`)
      await page.locator('[data-testid="map"][data-ready="true"]').waitFor()
      await expect.poll(async () => (await inCorner()).length, PATIENCE).toBe(2)
      const [names, canvas] = [await box('.islands'), await box('[data-testid="map"] .canvas')]
      expect(names.y).toBeGreaterThanOrEqual(canvas.y + canvas.height)
      const [, last] = await Promise.all([0, 1].map((n) => page.locator('.islands button').nth(n).boundingBox()))
      expect(last!.x + last!.width).toBeLessThanOrEqual(width)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${stage.server.http}/`)
    await page.locator('[data-testid="map"][data-ready="true"]').waitFor()
  }, 240_000)

  it('goes where an address leads that is followed while the map is still opening', async () => {
    const held = new Promise<Route>((hold) => void page.route('**/assets/open-ground-*.js', hold))
    await page.goto(stage.server.http)
    const ground = await held
    await show(page, '/?view=12.00/16.4600/107.5900')
    await ground.continue()
    await page.locator('[data-testid="map"][data-ready="true"]').waitFor({ timeout: 150_000 })
    expect(view()).toBe('12.00/16.4600/107.5900')
  }, 180_000)
})
