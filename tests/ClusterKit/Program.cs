using System.Runtime.InteropServices;
using Cocoon.ClusterKit.Load;
using Cocoon.ClusterKit.Silos;

switch (args)
{
    case ["load", var planFile]:
        {
            // SIGTERM ends the sending; what is under way still ends, and is written down.
            using var stop = new CancellationTokenSource();
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => (signal.Cancel, _) = (true, stop.CancelAsync()));
            using var run = new LoadRun(LoadPlan.Read(planFile));
            await run.Run(stop.Token);
            Console.WriteLine($"not sent: {run.NotSent}");
            return 0;
        }
    case ["silo", "--config", var file]:
        return await SteadySilo.Run(file);
    default:
        await Console.Error.WriteLineAsync("usage: Cocoon.ClusterKit load PLAN | silo --config FILE");
        return 2;
}
