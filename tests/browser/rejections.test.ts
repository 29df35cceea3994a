import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openClient } from '../kill-drill.js'
import { setStage } from './set-stage.js'

const STATION = 'HUE-WL-05'
const OTHER = 'HUE-WL-06'
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

  it('is read as far back as it is kept, while it grows, and taken away whole', async () => {
    const client = await openClient(stage.server, OTHER)
    const send = (payload: string) => client.publishAsync(`ioc/v1/${OTHER}/observations`, payload, { qos: 1 })
    for (let n = 0; n < 45; n++) await send(`{"values": {"soul": ${n}}}`)
    const { page, broken } = await stage.sitDown()
    await page.getByTestId('search').fill(OTHER)
    await page.getByTestId('search-result').first().click()
    await page.getByTestId('rejections-show').click()
    const list = page.getByTestId('rejection')
    await expect.poll(() => list.count()).toBe(20)
    await page.getByTestId('rejections-older').click()
    await expect.poll(() => list.count()).toBe(40)
    await page.getByTestId('rejections-older').click()
    await expect.poll(() => list.count()).toBe(45)
    expect(await page.getByTestId('rejections-older').count()).toBe(0)
    expect(await list.last().innerText()).toContain('{"values": {"soul": 0}}')

    const long = `{"values": {"soul": "${'x'.repeat(2_000)}"}}`
    await send(long)
    await client.endAsync()
    await expect.poll(() => list.count(), { timeout: 15_000 }).toBe(46)
    const first = list.first()
    expect((await first.getByTestId('payload').innerText()).length).toBe(401)
    await first.getByTestId('payload-all').click()
    expect(await first.getByTestId('payload').innerText()).toBe(long)
    const [download] = await Promise.all([page.waitForEvent('download'), first.getByTestId('payload-save').click()])
    expect(readFileSync(await download.path(), 'utf8')).toBe(long)
    expect(broken).toEqual([])
  }, 120_000)
})

describe('what a station sent', () => {
  const stage = setStage()

  it('can be read as it came, also where all of it was taken, and grows while it is looked at', async () => {
    const client = await openClient(stage.server, STATION)
    const topic = `ioc/v1/${STATION}`
    await client.publishAsync(`${topic}/status`, 'online', { qos: 1 })
    await client.publishAsync(`${topic}/observations`, '{"values": {"water_level": 47.5, "soul": 1}}', { qos: 1 })
    await client.publishAsync(`${topic}/observations`, Buffer.from([0x9f, 0, 0xff]), { qos: 1 })
    const { page, broken } = await stage.sitDown({ path: `/stations/${STATION}` })
    await page.getByTestId('messages-show').click()
    const list = page.getByTestId('message')
    await expect.poll(() => list.count()).toBe(3)
    expect(await list.nth(0).innerText()).toMatch(/3 B.*9f 00 ff/s)
    expect(await list.nth(1).innerText()).toMatch(/44 B.*nhận 1 giá trị · từ chối 1.*"water_level": 47.5, "soul": 1/s)
    expect(await list.nth(1).innerText()).toContain(`${topic}/observations`)
    expect(await list.nth(2).innerText()).toContain('online')
    await client.publishAsync(`${topic}/observations`, '{"values": {"water_level": 0.5}}', { qos: 1 })
    await client.endAsync()
    await expect.poll(() => list.count(), { timeout: 15_000 }).toBe(4)
    expect(await list.first().innerText()).toContain('nhận 1 giá trị')
    expect(broken).toEqual([])
  }, 120_000)
})
