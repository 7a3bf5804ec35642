import type { Row } from '@weft/benchmark-report'
import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

const panels = [
  { measure: 'rate', title: 'requests per second, 10 connections' },
  { measure: 'p50', title: 'median latency, one connection, µs' },
] as const
const runtimes = [
  { name: 'weft', label: 'components in Weft' },
  { name: 'plain', label: 'plain JavaScript' },
] as const
const panelHeight = 240
const panelTop = 90
const panelGap = 80

/** Rates and latencies by the length of the chain, as the text of an SVG file. */
export function drawChart(rows: readonly Row[]): string {
  const chart = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: 800,
    height: panelTop + panels.length * (panelHeight + panelGap),
  })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: [
      { text: 'HTTP middlewares in a row', left: 'center', top: 12 },
      ...panels.map(({ title }, index) => ({
        text: title,
        left: 70,
        top: topOf(index) - 30,
        textStyle: { fontSize: 13 },
      })),
    ],
    legend: { top: 40, data: runtimes.map(({ label }) => label) },
    grid: panels.map((_, index) => ({ left: 70, right: 40, top: topOf(index), height: panelHeight })),
    xAxis: panels.map((_, gridIndex) => ({ type: 'value', gridIndex, name: 'n', minInterval: 1 })),
    yAxis: panels.map((_, gridIndex) => ({ type: 'value', gridIndex, min: 0 })),
    series: panels.flatMap(({ measure }, index) =>
      runtimes.map(({ name, label }) => ({
        type: 'line' as const,
        name: label,
        xAxisIndex: index,
        yAxisIndex: index,
        data: pointsOf(rows, name, measure),
      })),
    ),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

function topOf(index: number): number {
  return panelTop + index * (panelHeight + panelGap)
}

function pointsOf(rows: readonly Row[], runtime: string, measure: string): [number, number][] {
  return rows.flatMap(({ name, value }): [number, number][] => {
    const [family, length, whose, what] = name.split('/')
    return family === 'chain' && whose === runtime && what === measure ? [[Number(length), value]] : []
  })
}
