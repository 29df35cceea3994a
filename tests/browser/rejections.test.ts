import { describe, expect, it } from 'vitest'
import { openClient } from '../kill-drill.js'
import { setStage } from './set-stage.js'

const STATION = 'HUE-WL-05'
const MINUTE = 60_000

describe('what was rejected', () => {
  const stage = setStage()

  it('is told in words in the panel, read as it came, and taken in again where its cause is gone', async () => {
    const client = await openClient(stage.server, STATION)
    const send = (payload: string) => client.publishAsync(`ioc/v1/${STATION}/observations`, payload, { qos: 1 })
    // Two minutes ahead; and just beyond what is let through, which the test waits for.
    for (let n = 0; n < 3; n++) {
      await send(JSON.stringify({ at: Date.now() + 2 * MINUTE + n * 10, values: { water_level: 0.5 } }))
      await new Promise((resume) => setTimeout(resume, 20))
    }
    await send(JSON.stringify({ at: Date.now() + 5 * MINUTE + 8_000, values: { water_level: 0.6 } }))
    await send('{"values": {"soul": 21}}')
    await client.endAsync()

    const { page, broken } = await stage.sitDown()
    await page.getByTestId('search').fill(STATION)
    await page.getByTestId('search-result').first().click()
    await expect.poll(() => page.getByTestId('ledger-facts').innerText()).toContain('đồng hồ trạm nhanh')
    const reasons = await page.getByTestId('ledger-reasons').innerText()
    expect(reasons).toContain('1 thời gian ở tương lai')
    expect(reasons).toContain('1 đại lượng chưa khai báo')

    await page.getByTestId('rejections-show').click()
    const list = page.getByTestId('rejection')
    await expect.poll(() => list.count()).toBe(2)
    expect(await list.first().innerText()).toContain('{"values": {"soul": 21}}')
    await new Promise((resume) => setTimeout(resume, 9_000))
    await page.getByTestId('retry-all').click()
    await expect.poll(() => page.getByTestId('rejections').innerText()).toContain('Đã nhận lại 1 tin, 1 tin vẫn bị')
    await expect.poll(() => list.count()).toBe(1)
    await expect.poll(() => page.getByTestId('station-ledger').innerText()).toContain('5 nhận = 4 lưu')
    expect(broken).toEqual([])
  }, 120_000)
})
