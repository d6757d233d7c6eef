using System.Buffers;
using Orleans.Serialization;

namespace Cocoon.Joining.Messages;

/// <summary>
/// Reads which silo a connection says it belongs to. Orleans believes it, and sends what is meant for that silo there. Its type
/// is internal, so it is found by name, once; a version of Orleans that has another stops the silo and lets nobody in.
/// </summary>
internal sealed class PreambleReader
{
    private const string TypeName = "Orleans.Runtime.Messaging.ConnectionPreamble";

    private readonly Serializer _serializer;
    private readonly Func<Serializer, ReadOnlySequence<byte>, SiloAddress?> _read;

    /// <exception cref="InvalidOperationException">This version of Orleans is unknown.</exception>
    public PreambleReader(Serializer serializer)
    {
        _serializer = serializer;
        var type = typeof(SiloAddress).Assembly.GetType(TypeName) ?? typeof(Orleans.Configuration.ClientMessagingOptions).Assembly.GetType(TypeName);
        var read = typeof(PreambleReader).GetMethod(nameof(Read), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        if (type?.GetProperty(nameof(SiloAddress)) is null) throw new InvalidOperationException($"Orleans has no {TypeName} any more; silos cannot be told apart. Use the version of Orleans this was built for.");
        _read = read.MakeGenericMethod(type).CreateDelegate<Func<Serializer, ReadOnlySequence<byte>, SiloAddress?>>();
    }

    /// <summary>The silo named; null for a client.</summary>
    public SiloAddress? Silo(ReadOnlySequence<byte> preamble) => _read(_serializer, preamble);

    private static SiloAddress? Read<T>(Serializer serializer, ReadOnlySequence<byte> preamble) =>
        (SiloAddress?)typeof(T).GetProperty(nameof(SiloAddress))!.GetValue(serializer.Deserialize<T>(preamble));
}
