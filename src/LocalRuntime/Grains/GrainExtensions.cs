using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains and references, and casts between grain interfaces.</summary>
public static class GrainExtensions
{
    /// <summary>The id behind a reference or behind a running grain.</summary>
    /// <exception cref="ArgumentException">The object is neither.</exception>
    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainReference reference => reference.GrainId,
            IGrainBase instance => instance.GrainContext.GrainId,
            _ => throw new ArgumentException($"'{grain.GetType().FullName}' is neither a grain reference nor a grain.", nameof(grain)),
        };
    }

    /// <summary>A reference to the grain, as its own or another of its interfaces; safe to hand to other grains.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => (TGrainInterface)grain.AsReference(typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static object AsReference(this IAddressable grain, Type interfaceType)
    {
        ArgumentNullException.ThrowIfNull(grain);
        var reference = grain as GrainReference ?? (grain as IGrainBase)?.GrainContext.GrainReference
            ?? throw new ArgumentException($"'{grain.GetType().FullName}' is neither a grain reference nor a grain.", nameof(grain));
        return reference.As(interfaceType);
    }

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <exception cref="InvalidOperationException">The key is not an integer.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetPrimaryKeyLong(out _);

    /// <exception cref="InvalidOperationException">The key is not an integer.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt)
    {
        var id = grain.GetGrainId();
        return id.TryGetIntegerKey(out var key, out keyExt) ? key : throw new InvalidOperationException($"Unable to extract integer key from grain id {id}");
    }

    /// <exception cref="InvalidOperationException">The key is not a Guid.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetPrimaryKey(out _);

    /// <exception cref="InvalidOperationException">The key is not a Guid.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt)
    {
        var id = grain.GetGrainId();
        return id.TryGetGuidKey(out var key, out keyExt) ? key : throw new InvalidOperationException($"Unable to extract GUID key from grain id {id}");
    }
}
