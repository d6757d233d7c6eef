using Cocoon.Simulation.Linearizability;

namespace Cocoon.Simulation.Tests.Linearizability;

/// <summary>The simplest object: a number to add to, or to set. Every call tells the number before.</summary>
internal sealed class Register : ISequentialSpecification<int, int, string>
{
    /// <summary>The call that reads.</summary>
    public const int Read = 0;

    /// <summary>From here on, calls set the number to the rest instead of adding.</summary>
    public const int Set = 1 << 30;

    public int Beginning => 0;

    public (int After, string Reply) Apply(int state, int call) => (call >= Set ? call - Set : state + call, $"{state}");

    public static Operation<int, string> Call(int client, int call, long start, long end, int reply) => new(client, call, start, end, $"{reply}");

    public static Operation<int, string> Unknown(int client, int call, long start) => new(client, call, start, null, null);
}
