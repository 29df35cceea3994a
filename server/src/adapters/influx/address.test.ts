import { describe, expect, it } from 'vitest'
import { parseInfluxAddress } from './address.js'

describe('the address of an InfluxDB', () => {
  it('is written to as 2.x and 3.x want it where it names a bucket', () => {
    expect(parseInfluxAddress('influx+https://influx.hue.vn:8086/?org=so tt&bucket=ioc')).toEqual({
      name: 'https://influx.hue.vn:8086/?org=so+tt&bucket=ioc',
      url: 'https://influx.hue.vn:8086',
      write: '/api/v2/write?org=so+tt&bucket=ioc&precision=ms',
      query: '/query?db=ioc&epoch=ms',
    })
  })

  it('is written to as 1.x wants it where it names a database', () => {
    expect(parseInfluxAddress('influx+http://localhost:8086/?db=ioc&rp=two years')).toEqual({
      name: 'http://localhost:8086/?db=ioc&rp=two+years',
      url: 'http://localhost:8086',
      write: '/write?db=ioc&rp=two+years&precision=ms',
      query: '/query?db=ioc&rp=two+years&epoch=ms',
    })
  })

  it('may leave the retention policy to the server, and lie below a path', () => {
    expect(parseInfluxAddress('influx+http://proxy/influx/?db=ioc&rp=')).toMatchObject({
      url: 'http://proxy/influx',
      write: '/write?db=ioc&precision=ms',
    })
  })

  it.each([
    'duckdb',
    'http://localhost:8086/?db=ioc',
    'influx+http://',
    'influx+http://localhost:8086/',
    'influx+http://localhost:8086/?db=ioc&bucket=ioc',
    'influx+http://localhost:8086/?bucket=ioc&rp=week',
    'influx+http://localhost:8086/?database=ioc',
    'influx+http://admin:secret@localhost:8086/?db=ioc',
  ])('is not %s', (text) => {
    expect(parseInfluxAddress(text)).toBeNull()
  })
})
