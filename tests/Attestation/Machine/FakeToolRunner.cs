using Cocoon.Attestation.Machine;

namespace Cocoon.Attestation.Tests.Machine;

/// <summary>Programs by the beginning of their command line; any other is not installed.</summary>
internal sealed class FakeToolRunner : IToolRunner
{
    private readonly Dictionary<string, ToolResult> _programs = [];

    public List<string> Ran { get; } = [];

    public ToolResult this[string beginning]
    {
        set => _programs[beginning] = value;
    }

    public Task<ToolResult?> Run(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var line = string.Join(' ', arguments.Prepend(program));
        Ran.Add(line);
        return Task.FromResult<ToolResult?>(_programs.FirstOrDefault(entry => line.StartsWith(entry.Key, StringComparison.Ordinal)).Value);
    }
}
