using System.Reflection;
using System.Runtime.CompilerServices;
using Cocoon.LocalRuntime;
using Cocoon.LocalRuntime.Calls;

namespace Orleans.Runtime;

/// <summary>
/// A reference to a grain: base class of the objects that <see cref="IGrainFactory"/> returns. Small, thread-safe, equal when
/// they name the same grain, and safe to pass in calls.
/// </summary>
public class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    // A proxy of each interface, to be cloned: making one by reflection costs more than a call. Weak, so that assemblies can be unloaded.
    private static readonly ConditionalWeakTable<Type, GrainReference> Prototypes = [];

    private Type _interfaceType = typeof(IAddressable);
    private LocalSilo? _silo;

    public GrainId GrainId { get; private set; }

    public GrainInterfaceType InterfaceType => GrainInterfaceType.Create(InterfaceName);

    public virtual string InterfaceName => _interfaceType.FullName!.Replace('+', '.');

    internal LocalSilo Silo => _silo ?? throw new InvalidOperationException("Get references from IGrainFactory.GetGrain.");

    public virtual TGrainInterface Cast<TGrainInterface>() where TGrainInterface : IAddressable => (TGrainInterface)As(typeof(TGrainInterface));

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceName}";

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) => reference1 is null ? reference2 is null : reference1.Equals(reference2);
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    internal static GrainReference Create(LocalSilo silo, GrainId id, Type interfaceType)
    {
        var reference = (GrainReference)Prototypes.GetValue(interfaceType, static type => (GrainReference)DispatchProxy.Create(type, typeof(GrainReference))).MemberwiseClone();
        reference._silo = silo;
        reference._interfaceType = interfaceType;
        reference.GrainId = id;
        return reference;
    }

    internal object As(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : Create(Silo, GrainId, interfaceType);

    protected sealed override object? Invoke(MethodInfo? targetMethod, object?[]? args) => GrainMethod.Of(targetMethod!).Start(this, args ?? []);
}
