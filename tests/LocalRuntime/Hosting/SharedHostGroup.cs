namespace Cocoon.LocalRuntime.Tests.Hosting;

[CollectionDefinition(Name)]
public sealed class SharedHostGroup : ICollectionFixture<SharedHost>
{
    public const string Name = "Shared host";
}
