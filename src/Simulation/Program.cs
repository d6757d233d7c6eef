using System.Diagnostics;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;

var seed = ulong.Parse(args[0]);
var n = args.Length > 1 ? int.Parse(args[1]) : 1;
var watch = Stopwatch.StartNew();
var plan = args.Contains("calm") ? FaultPlan.Calm : FaultPlan.Usual;
for (var i = 0; i < n; i++)
{
    var start = watch.Elapsed;
    var result = SeedRun.Run(seed + (ulong)i, plan, new MarketOptions(), args.Contains("trace"), out var trace);
    Console.WriteLine($"{result.Seed} {result.Hash:x16} jobs {result.Jobs} charged {result.Charged} faults {result.Strikes.Count} turns {result.Turns} events {trace.Count} virtual {result.Elapsed} real {(watch.Elapsed - start).TotalMilliseconds:0} ms {result.Failure}");
    if (args.Contains("events"))
        foreach (var e in trace.Events) Console.WriteLine($"{TimeSpan.FromTicks(e.Time)} {e.Kind} {trace.LaneName(e.Lane)} -> {trace.LaneName(e.To)} #{e.Id} {e.Text} {e.Fault}");
}
return 0;
