import { afterAll, expect, it } from 'vitest'
import { openSmtp } from '../smtp-receiver.js'
import { goTo, setStage } from './set-stage.js'

const stage = setStage()
const smtp = await openSmtp()

afterAll(() => smtp.close())

it('a channel is made, tried, changed and removed on its screen', async () => {
  const { page, broken } = await stage.sitDown({ path: '/alarms' })
  await goTo(page, 'channels')
  await page.getByTestId('channel-new').click()
  await page.getByTestId('channel-name').fill('Trực ban')
  await page.getByTestId('channel-host').fill('localhost')
  await page.getByTestId('channel-port').fill(String(smtp.port))
  await page.getByTestId('channel-secure').selectOption('none')
  await page.getByTestId('channel-from').fill('ioc@hue.gov.vn')
  await page.getByTestId('channel-to').fill('a@hue.gov.vn, b@hue.gov.vn')
  await page.getByTestId('channel-keep').click()

  const channel = page.getByTestId('channel')
  await channel.getByTestId('channel-test').click()
  await expect.poll(() => channel.getByTestId('channel-said').textContent()).toContain('Đã gửi thử')
  await expect.poll(() => channel.getByTestId('channel-state').textContent()).toBe('Gửi được')
  expect(smtp.mails.map(({ to }) => to)).toEqual([['a@hue.gov.vn', 'b@hue.gov.vn']])

  await channel.getByTestId('channel-edit').click()
  await page.getByTestId('channel-port').fill('1')
  await page.getByTestId('channel-keep').click()
  await channel.getByTestId('channel-test').click()
  await expect.poll(() => channel.getByTestId('channel-said').textContent()).toContain('Gửi thử chưa được')
  await expect.poll(() => channel.getByTestId('channel-state').textContent()).toBe('Gửi lỗi, đang thử lại')

  await channel.getByTestId('channel-turn').click()
  await expect.poll(() => channel.getByTestId('channel-state').textContent()).toBe('Đang tạm dừng')
  await channel.getByTestId('channel-remove').click()
  await channel.getByTestId('channel-remove-sure').click()
  await expect.poll(() => channel.count()).toBe(0)
  expect(broken).toEqual([])
})
