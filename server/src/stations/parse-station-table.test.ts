import { describe, expect, it } from 'vitest'
import { readCsv } from '../adapters/csv.js'
import { parseStationTable, type TableKnown } from './parse-station-table.js'
import { requireProvince } from './province.js'
import { smallProvince } from './small-province.fixture.js'

const HEADER = 'id,name,kind,lon,lat,area'
const province = requireProvince(smallProvince())
const known: TableKnown = {
  ...province,
  isStation: (id) => id === 'OLD',
  isGateway: (id) => id === 'gw',
}

function parse(text: string | Buffer) {
  return parseStationTable(readCsv(Buffer.from(text)), known)
}

/** `row.column: code` of each fault. */
function faultsOf(text: string | Buffer): string[] {
  return parse(text).faults.map(({ row, column, code }) => `${row}${column === null ? '' : `.${column}`}: ${code}`)
}

describe('a table of stations', () => {
  it('becomes stations, with numbers where they are numbers', () => {
    const text = `\uFEFF${HEADER},agency,report_interval_s,properties,simulated,attr.bd1,attr.datum,attr.phone\r
A1,"Trạm ""Kim Long"", bờ bắc",water,1.5,2,x,Đài KTTV,60,water_level rain,TRUE,1.5,trạm,0234\r
A2,Trạm B,air,3,4,x,,,,,,,\r
,,,,,,,,,,,,\r
`
    expect(parse(text)).toEqual({
      faults: [],
      warnings: [],
      stations: [
        {
          id: 'A1',
          name: 'Trạm "Kim Long", bờ bắc',
          kind: 'water',
          lon: 1.5,
          lat: 2,
          area: 'x',
          agency: 'Đài KTTV',
          reportIntervalS: 60,
          properties: ['water_level', 'rain'],
          simulated: true,
          attributes: { bd1: 1.5, datum: 'trạm', phone: '0234' },
        },
        { id: 'A2', name: 'Trạm B', kind: 'air', lon: 3, lat: 4, area: 'x', agency: '', reportIntervalS: 300 },
      ],
    })
  })

  it.each([';', '\t'])('may use another delimiter, and end its lines with empty cells: %j', (delimiter) => {
    const text = `${HEADER},,\nA1,Trạm,air,1,2,x,,,\n`.replaceAll(',', delimiter)
    expect(parse(text)).toMatchObject({ faults: [], stations: [{ id: 'A1', lon: 1, area: 'x' }] })
  })

  it('is told every fault at once, in both languages', () => {
    const text = `${HEADER},report_interval_s,properties
A 1,,Air,181,"16,4",y,0,pm9
OLD,Trạm,air,1,2,x,60,PM
gw,Trạm,air,1,2,x,60,
B1,Trạm,air,1,2,x,60,
B1,Trạm,air,,2,,60,pm2_5
C1,Trạm,air
`
    expect(faultsOf(text).sort()).toEqual(
      [
        '2.id: cell.form',
        '2.name: cell.empty',
        '2.kind: cell.form',
        '2.lon: number.range',
        '2.lat: number.form',
        '2.area: area.unknown',
        '2.report_interval_s: number.range',
        '2.properties: property.unknown',
        '3.id: id.exists',
        '3.properties: cell.form',
        '3.properties: property.unknown',
        '4.id: id.gateway',
        '6.id: id.double',
        '6.lon: cell.empty',
        '6.area: cell.empty',
        '7: row.cells',
      ].sort(),
    )
    expect(parse(text).faults.find(({ code }) => code === 'id.double')?.message).toEqual({
      vi: '"B1" đã có ở dòng 5',
      en: '"B1" is already in line 5',
    })
  })

  it('is told what is wrong with its header, and with the file', () => {
    expect(faultsOf('id,name,kind,lon,area,area,colour\nA1,a,air,1,x,x,red\n')).toEqual([
      '1.lat: column.missing',
      '1.colour: column.unknown',
      '1.area: column.double',
    ])
    expect(faultsOf(`${HEADER}\n`)).toEqual(['1: rows.none'])
    expect(faultsOf('')).toContain('1.id: column.missing')
    expect(faultsOf(Buffer.from(`${HEADER}\nA1,Tr\xea,air,1,2,x`, 'latin1'))).toEqual(['1: csv.not-utf-8'])
    expect(faultsOf(`${HEADER}\nA1,"open,air,1,2,x\n`)).toEqual([expect.stringMatching(/^\d+: csv.unreadable$/)])
  })

  it('is not read to its end where it is no table of stations', () => {
    const text = HEADER + `\n${HEADER}`.repeat(70_000)
    const table = readCsv(Buffer.from(text))
    expect('rows' in table && table.rows.length).toBeLessThan(60_000)
    expect(faultsOf(text)).toEqual(['1: rows.too-many'])
    const columns = Array.from({ length: 20_000 }, (_, n) => `c${n}`).join(',')
    expect(faultsOf(`${columns}\n`)).toEqual([expect.stringMatching(/^\d+: csv.unreadable$/)])
  })

  it('warns of a place outside its area', () => {
    const { faults, warnings } = parse(`${HEADER}\nA1,Trạm,air,100,2,x\n`)
    expect(faults).toEqual([])
    expect(warnings).toMatchObject([{ row: 2, code: 'area.outside', message: { en: 'the place lies outside Xã X' } }])
  })
})
