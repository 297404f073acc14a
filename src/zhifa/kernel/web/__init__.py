"""The kernel's faces: the page shell's context, the refusal's page, and the component gallery."""
