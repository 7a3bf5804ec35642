import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { DeviceSetup } from './devices.js'
import { type Comparison, comparisonName } from './run-kernels.js'

use([BarChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

const width = 1200
const rowHeight = 15
const groupGap = 12
const panelMargin = 90

/** Bars of speed by kernel and device, one panel for each unit, as the text of an SVG file. */
export function drawChart(comparisons: readonly Comparison[], devices: readonly DeviceSetup[]): string {
  const units = [...new Set(comparisons.map(({ kernel }) => kernel.unit))]
  const panels = units.map((unit) => comparisons.filter(({ kernel }) => kernel.unit === unit))
  const heights = panels.map((panel) => panel.length * (devices.length * rowHeight + groupGap))
  const height = heights.reduce((sum, panelHeight) => sum + panelHeight + panelMargin, panelMargin)
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: { text: 'Parallel Research Kernels through wasi-parallel', left: 'center', top: 12 },
    legend: { top: 44, data: devices.map(({ label }) => label) },
    grid: panels.map((_, index) => gridOf(heights, index)),
    xAxis: units.map((unit, gridIndex) => ({
      type: 'value',
      gridIndex,
      name: unit,
      nameLocation: 'middle',
      nameGap: 28,
    })),
    yAxis: panels.map((panel, gridIndex) => {
      return {
        type: 'category',
        gridIndex,
        inverse: true,
        data: panel.map(comparisonName),
        axisTick: { show: false },
      }
    }),
    series: panels.flatMap((panel, index) =>
      devices.map((device, order) => seriesOf(panel, index, device, order)),
    ),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

function gridOf(heights: readonly number[], index: number) {
  const above = heights.slice(0, index).reduce((sum, height) => sum + height + panelMargin, panelMargin)
  return { left: 190, right: 70, top: above, height: heights[index]! }
}

function seriesOf(panel: readonly Comparison[], index: number, device: DeviceSetup, order: number) {
  const rates = panel.map(({ results }) => results[order]?.rate)
  return {
    type: 'bar' as const,
    name: device.label,
    xAxisIndex: index,
    yAxisIndex: index,
    label: { show: true, position: 'right' as const, fontSize: 10 },
    data: rates.map((rate) => (rate !== undefined && Number.isFinite(rate) ? Math.round(rate) : 0)),
  }
}
