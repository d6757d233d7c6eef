namespace Cocoon.Versions.Now;

[GenerateSerializer, Immutable, Alias("versions.purse-view")]
public sealed record PurseView([property: Id(0)] long Total, [property: Id(1)] string Version);
