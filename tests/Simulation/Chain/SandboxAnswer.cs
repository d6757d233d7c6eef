namespace Cocoon.Simulation.Tests.Chain;

/// <summary>What the compiled contract did with a message: an answer of sandbox-driver.mjs. Amounts are decimal text, cells base64.</summary>
internal sealed record SandboxAnswer
{
    public bool Refused { get; init; }
    public int ExitCode { get; init; }
    public bool ComputeSucceeded { get; init; }
    public int ActionCode { get; init; }
    public string GasUsed { get; init; } = "0";
    public string Rent { get; init; } = "0";
    public string Fees { get; init; } = "0";
    public string Balance { get; init; } = "0";
    public string? Code { get; init; }
    public string? Data { get; init; }
    public IReadOnlyList<SandboxMessage> Out { get; init; } = [];
}
