using Cocoon.Inference.LlamaCpp.Child;

// The process in which llama.cpp runs for a silo; only LlamaProcess starts it.
if (args is not ["serve"])
{
    Console.Error.WriteLine("This program is started by a silo that serves a model with llama.cpp; there is nothing to run by hand. See docs/engines.md.");
    return 2;
}

LowerWorth();
using var output = StandardStreams.TakeOutput();
ParentWatch.Start();
using var child = new LlamaChild(Console.OpenStandardInput(), output);
try
{
    child.Run();
}
catch (EndOfStreamException)
{
    // The silo has closed the pipe.
}
return 0;

// When memory runs out, this process goes before the silo does: where the system lets us say so.
static void LowerWorth()
{
    try
    {
        File.WriteAllText("/proc/self/oom_score_adj", "500");
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine("This process cannot be made the first to end when memory runs out: " + e.Message);
    }
}
