import { WebSocket } from 'ws'
import type { View } from '@ioc/shared/wire'
import type { ServerProcess } from '../server-process.js'

/** Connects as a dashboard does, says what it looks at, and waits until all of its snapshot is there. Answers its bytes. */
export function firstLook({ http, cookie }: ServerProcess, view: View): Promise<number> {
  const address = `${http.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(address, { headers: { cookie, origin: http } })
  return new Promise((seen, failed) => {
    socket.once('error', failed)
    socket.on('message', (data: Buffer) => {
      const start = data.toString('utf8', 0, 40)
      if (start.startsWith('0')) socket.send('40/live,')
      else if (start === '2') socket.send('3')
      else if (start.startsWith('44')) failed(new Error(data.toString()))
      else if (start.startsWith('40/live')) socket.send(`42/live,${JSON.stringify(['view', view])}`)
      else if (start.startsWith('42/live,["snapshot"')) {
        socket.close()
        seen(data.length)
      }
    })
  })
}
