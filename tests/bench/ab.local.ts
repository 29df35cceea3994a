import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../server-process.js'
import { offer, row, say, towards, withProvince, withServer } from './measure-load.js'
await withProvince(200, async (province) => {
  for (let round = 0; round < 4; round++) for (const v of ['A', 'B']) {
    copyFileSync(`/tmp/ledgerx/${v}.js`, join(ROOT, 'server/dist/main.js'))
    await withServer({ IOC_PROVINCE: province }, async (server) => {
      const load = await offer([...towards(server), '--connections', '200', '--window', '50', '--seconds', '6'])
      say(`${v} ${row(load)}`)
    })
  }
})
