const TITLES = { 'hand-written': 'hand-written L1s', 'alpha-module': 'alpha module', 'this-library': 'this library' };

/** Construct plus synth time by the number of applications: medians, and the range of all rounds. */
exports.drawPlot = async function ({ variants, counts, cells }) {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const values = variants.flatMap(variant =>
    counts.map(applications => ({ variant: TITLES[variant], applications, ...cells[variant][applications].total })));
  const x = {
    field: 'applications',
    type: 'quantitative',
    scale: { type: 'log' },
    axis: { values: counts },
    title: 'applications',
  };
  const y = (field, title) => ({ field, type: 'quantitative', scale: { type: 'log' }, title });
  const color = { field: 'variant', type: 'nominal', title: null, scale: { domain: Object.values(TITLES) } };
  const spec = {
    title: 'construct + synth, validation off',
    width: 480,
    height: 300,
    background: 'white',
    data: { values },
    layer: [
      { mark: { type: 'area', opacity: 0.2 }, encoding: { x, y: y('min', 'ms'), y2: { field: 'max' }, color } },
      { mark: { type: 'line', point: true }, encoding: { x, y: y('median', 'ms'), color } },
    ],
  };
  return new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' }).toSVG();
};
