import { expect, it } from 'vitest'
import { openClient } from '../kill-drill.js'
import { setStage } from './set-stage.js'

const STATION = 'HUE-WL-05'
const MINUTE = 60_000
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const stage = setStage()
/** Longer than the second that polls have: everything is drawn in software. */
const soon = { timeout: 15_000 }

it('shows a station over any time, with what is doubtful and corrected, and everything else that is known of it', async () => {
  const { server } = stage
  // Twelve days at ten minutes; one value of them is a calibration, another was corrected.
  const start = Math.floor(Date.now() / (10 * MINUTE)) * 10 * MINUTE - 12 * 144 * 10 * MINUTE
  const observations = Array.from({ length: 12 * 144 }, (_, i) => ({
    at: start + i * 10 * MINUTE,
    values: { water_level: 0.5 + Math.sin(i / 20) / 10 },
    ...(i === 12 * 144 - 20 && { quality: 'calibrating' }),
  }))
  await server.api('observations', { method: 'POST', body: { station: STATION, observations } })
  const mended = { at: start + (12 * 144 - 30) * 10 * MINUTE, values: { water_level: 0.77 } }
  await server.api('observations', { method: 'POST', body: { station: STATION, observations: [mended] } })

  const { page, broken } = await stage.sitDown()
  // Two steps from the map: the station, then its page.
  await page.getByTestId('search').fill(STATION)
  await page.getByTestId('search-result').first().click()
  await page.getByTestId('panel-page').click()
  const chart = page.getByTestId('station-chart')
  await page.locator('[data-testid="station-page"][data-station="HUE-WL-05"]').waitFor()
  await expect.poll(() => page.getByTestId('page-summary').innerText(), soon).toContain('1 giá trị chưa chắc')
  await expect.poll(() => page.getByTestId('page-summary').innerText(), soon).toContain('1 giá trị đã sửa')
  expect(await page.getByTestId('flood-explained').innerText()).toContain('còn')

  await page.getByTestId('page-table').click()
  const lines = page.getByTestId('value-line')
  await expect.poll(() => lines.count(), soon).toBeGreaterThan(5)
  // Of thousands only those in view are drawn.
  await page.getByTestId('span-7d').click()
  await expect.poll(async () => Number(await chart.getAttribute('data-points')), soon).toBeGreaterThan(900)
  expect(await lines.count()).toBeLessThan(60)

  // A long time is read coarsely by itself, a short one as it was measured.
  await page.getByTestId('span-1y').click()
  await expect.poll(() => chart.getAttribute('data-every'), soon).toBe('1d')
  await page.getByTestId('span-24h').click()
  const canvas = chart.locator('canvas').first()
  const box = (await canvas.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 300, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => page.getByTestId('window-live').getAttribute('aria-pressed'), soon).toBe('false')
  await page.getByTestId('window-live').click()

  // A moment is written as people here write it; what cannot be read changes nothing.
  const from = page.getByTestId('window-from')
  const shown = await from.inputValue()
  expect(shown).toMatch(/^\d\d:\d\d \d\d\/\d\d\/\d{4}$/)
  await from.fill('hôm kia')
  await from.blur()
  expect(await from.inputValue()).toBe(shown)
  await from.fill(`0:30 ${shown.slice(6)}`)
  await from.blur()
  await expect.poll(() => from.inputValue(), soon).toBe(`00:30 ${shown.slice(6)}`)

  // What comes now is in the chart and its table without being asked for.
  await page.getByTestId('span-1h').click()
  await expect.poll(() => chart.getAttribute('data-every'), soon).toBe('raw')
  const client = await openClient(server, STATION)
  await client.publishAsync(`ioc/v1/${STATION}/observations`, '{"values":{"water_level":0.61}}', { qos: 1 })
  await client.endAsync()
  await expect.poll(() => lines.first().innerText(), soon).toContain('0,61')

  // The window, what is beside it and the property stand in the address: whoever opens the link sees the same.
  await page.waitForURL(/span=3600/)
  await page.getByTestId('page-beside').selectOption('week')
  await page.waitForURL(/beside=week/)
  await page.getByTestId('page-property').selectOption('flood_level')
  await page.waitForURL(/property=flood_level/)
  await page.reload()
  await chart.waitFor()
  expect(await page.getByTestId('span-1h').getAttribute('aria-pressed')).toBe('true')
  expect(await page.getByTestId('page-beside').inputValue()).toBe('week')
  await expect.poll(() => page.getByTestId('page-property').inputValue(), soon).toBe('flood_level')
  await page.getByTestId('page-property').selectOption('water_level')
  expect(await page.getByTestId('station-facts').innerText()).toContain('Báo động II')

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('page-parquet').click()])
  expect(file.suggestedFilename()).toMatch(/^HUE-WL-05-water_level-.*\.parquet$/)

  await page.getByTestId('photo-file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: PNG })
  const photo = page.getByTestId('station-photo')
  await expect
    .poll(() => photo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth), soon)
    .toBe(1)
  await page.getByTestId('notes-edit').click()
  await page.getByTestId('notes-text').fill('Chìa khóa ở UBND phường')
  await page.getByTestId('notes-keep').click()
  await expect.poll(() => page.getByTestId('station-notes').innerText(), soon).toBe('Chìa khóa ở UBND phường')
  const { attributes } = await server.api<{ attributes: Record<string, unknown> }>(`stations/${STATION}`)
  expect(attributes).toMatchObject({ bd1: expect.any(Number), photo: expect.any(String) })
  expect(broken).toEqual([])
}, 180_000)
