namespace Cocoon.Grains.Operations;

/// <summary>What someone did, to be written into the audit log. Texts longer than <see cref="MaxText"/> are cut.</summary>
/// <param name="Operation">Id of the action, made before it was tried: at most one entry for each operation and phase.</param>
/// <param name="Phase">How far the action is.</param>
/// <param name="Who">The operator's name in the settings.</param>
/// <param name="Action">What, such as "drain".</param>
/// <param name="Target">Of what, such as a wallet address; empty for the whole market.</param>
/// <param name="Detail">The operator's reason, or the outcome.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-note")]
public sealed record AuditNote(
    [property: Id(0)] string Operation,
    [property: Id(1)] AuditPhase Phase,
    [property: Id(2)] string Who,
    [property: Id(3)] string Action,
    [property: Id(4)] string Target,
    [property: Id(5)] string Detail)
{
    /// <summary>Longest text of a field, in characters.</summary>
    public const int MaxText = 300;

    /// <summary>The note with every field within bounds.</summary>
    internal AuditNote Cut() => this with
    {
        Operation = Cut(Operation), Who = Cut(Who), Action = Cut(Action), Target = Cut(Target), Detail = Cut(Detail),
    };

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
