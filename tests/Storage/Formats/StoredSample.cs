namespace Cocoon.Storage.Tests.Formats;

/// <summary>A record in a rich state, as today's code has it in memory.</summary>
/// <param name="Name">The state's name and a variant: "job.leased" is in the file job.leased.json.</param>
/// <param name="Grain">Whose record it is, by the interface and key that callers use.</param>
/// <param name="Value">The record.</param>
internal sealed record StoredSample(string Name, Func<IGrainFactory, IAddressable> Grain, object Value)
{
    /// <summary>The name in [PersistentState].</summary>
    public string State => Name.Split('.')[0];
}
