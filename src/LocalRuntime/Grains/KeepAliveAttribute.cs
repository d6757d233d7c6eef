namespace Orleans;

/// <summary>The idle collector leaves activations of this class alone.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class KeepAliveAttribute : Attribute;
