namespace Cocoon.Versions.Next;

[GenerateSerializer, Immutable, Alias("versions.purse-view")]
public sealed record PurseView([property: Id(0)] long Total, [property: Id(1)] string Version, [property: Id(2)] long ByNext);
