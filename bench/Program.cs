using Cocoon.Bench.Harness;
using Cocoon.Bench.Ton;

// One verb per subject: add a line here and a class that measures.
var subjects = new Dictionary<string, Action<Runner>>
{
    ["ton"] = TonBench.Run,
};

if (args.Length == 1 && subjects.TryGetValue(args[0], out var measure))
{
    measure(new Runner(Console.Out, TimeProvider.System));
    return 0;
}
Console.Error.WriteLine($"Usage: Cocoon.Bench {string.Join('|', subjects.Keys)} (build with -c Release)");
return 2;
